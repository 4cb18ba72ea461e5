import KeyRound from "lucide-react/icons/key-round";
import { Icon } from "../ui/Icon";
import { Mark } from "../ui/Mark";

/** Nobody gets in without a token: that of a link, or the one that the server printed for whoever started it. */
export function SignedOut({ what = "this server" }: { what?: string }) {
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
      <div className="w-110 max-w-full rounded-panel border border-line bg-surface p-6 shadow-e1">
        <Mark size={28} />
        <h1 className="mt-4 flex items-center gap-2 t-h2">
          <Icon glyph={KeyRound} />
          This browser has no token for {what}
        </h1>
        <p className="mt-2 text-ink-2">
          Open the link that you were sent, or ask a board's owner for one: it ends in{" "}
          <code className="t-num">?token=…</code> and signs this browser in. Is the server yours? Then open
          the address that it printed when it started.
        </p>
        <p className="mt-4 rounded-field border border-line bg-sunken px-3 py-2 t-num wrap-anywhere text-ink-2">
          Carveout: http://localhost:3000/?token=…
        </p>
      </div>
    </main>
  );
}
