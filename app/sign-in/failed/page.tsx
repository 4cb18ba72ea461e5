import type { Metadata } from "next";
import { BUTTON_BOX } from "../../ui/button-box";
import { Mark } from "../../ui/Mark";

export const metadata: Metadata = { title: "Not signed in" };

const SENTENCES: Readonly<Record<string, string>> = {
  unreachable:
    "The sign-in provider does not answer. Try again in a moment; whoever runs this server can check its address.",
  denied: "You, or the provider, said no. Nothing about you has reached this server.",
  mismatch:
    "The answer does not belong to a sign-in of this browser, or came too late. Begin once more, in this browser.",
  refused: "The sign-in provider did not accept this server. Whoever runs it finds the reason in its log.",
};

/** A path of this server, whatever stands in the address. */
function pathOf(to: string): string {
  const here = new URL("http://here");
  const url = URL.canParse(to, here) ? new URL(to, here) : here;
  return url.origin === here.origin ? url.pathname + url.search + url.hash : "/";
}

/** Where a sign-in ends that came to nothing. */
export default async function SignInFailedPage(props: {
  searchParams: Promise<{ why?: string | string[]; to?: string | string[] }>;
}) {
  const { why, to } = await props.searchParams;
  const sentence = SENTENCES[String(why)] ?? SENTENCES.refused;
  const path = pathOf(String(to ?? "/"));
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
      <div className="w-110 max-w-full rounded-panel border border-line bg-surface p-6 shadow-e1">
        <Mark size={28} />
        <h1 className="mt-4 t-h2">You are not signed in</h1>
        <p className="mt-2 text-ink-2">{sentence}</p>
        <p className="mt-4 flex gap-2">
          <a href={`/sign-in?${new URLSearchParams({ to: path })}`} className={BUTTON_BOX}>
            Try again
          </a>
          <a href={path} className={BUTTON_BOX}>
            Go on without
          </a>
        </p>
      </div>
    </main>
  );
}
