"use client";

/**
 * A page that can't go on: a fault of its own, or code that did not come. Every page brings this along from the beginning, so it takes nothing
 * from the others.
 */
export default function PageError({ error }: { error: Error }) {
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
      <div
        role="alert"
        className="w-110 max-w-full rounded-panel border border-line bg-surface p-6 shadow-e1"
      >
        <h1 className="t-h2">This page can't go on</h1>
        <p className="mt-2 text-ink-2">
          What you did on a board is kept: what was saved is on the server, and what was still on its way
          waits in this browser, if it may store anything, and goes out when the board is open again.
        </p>
        <p className="mt-3 rounded-field bg-sunken px-3 py-2 t-num wrap-anywhere text-ink-2">
          {error.message}
        </p>
        <button
          type="button"
          className="mt-4 h-7 rounded-button border border-ink bg-ink px-2.5 text-[12px]/4 font-medium text-surface hover:opacity-90 pointer-coarse:h-11"
          onClick={() => location.reload()}
        >
          Reload the page
        </button>
      </div>
    </main>
  );
}
