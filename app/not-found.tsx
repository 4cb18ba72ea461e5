import { Mark } from "./ui/Mark";

export const metadata = { title: "Nothing here" };

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
      <div className="w-110 max-w-full rounded-panel border border-line bg-surface p-6 shadow-e1">
        <Mark size={28} />
        <h1 className="mt-4 t-h2">There is nothing at this address</h1>
        <p className="mt-2 text-ink-2">
          It may have been cut off where it was copied. Ask whoever sent it for the whole link, or go to{" "}
          <a className="text-accent underline" href="/">
            all boards
          </a>
          .
        </p>
      </div>
    </main>
  );
}
