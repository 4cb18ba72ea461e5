import type { ReactNode } from "react";
import { Mark } from "../ui/Mark";
import { ThemeButton } from "../ui/ThemeButton";
import { DocsNav } from "./DocsNav";

/** The documentation's own bar; reading needs no token. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-full">
      <header className="sticky top-0 z-10 flex h-11 items-center gap-2 border-line border-b bg-surface px-3">
        <a href="/" className="flex items-center gap-2 text-ink" aria-label="Carveout, all boards">
          <Mark />
          <b className="t-title max-sm:hidden">Carveout</b>
        </a>
        <DocsNav />
        <ThemeButton />
      </header>
      <main className="mx-auto max-w-[880px] px-4 py-6">{children}</main>
    </div>
  );
}
