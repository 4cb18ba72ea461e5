"use client";

import { usePathname } from "next/navigation";

const PAGES = [
  { href: "/docs", label: "Strategies" },
  { href: "/docs/claims", label: "Claims" },
];

export function DocsNav() {
  const path = usePathname();
  const isHere = (href: string) =>
    href === "/docs" ? path === href || path.startsWith("/docs/strategies") : path === href;
  return (
    <nav aria-label="Documentation" className="flex h-full flex-1 gap-1 px-2">
      {PAGES.map(({ href, label }) => (
        <a
          key={href}
          href={href}
          aria-current={isHere(href) ? "page" : undefined}
          className="flex items-center border-transparent border-b-2 px-2 font-medium text-[12px]/4 text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
