import type { PageDetails } from "@carveout/sim";
import type { ReactNode } from "react";
import { TextButton } from "../../../../ui/TextButton";
import { hexText, pagesText } from "../../../cards/figures";
import { VariantBadge } from "../../../cards/VariantBadge";
import type { VariantLook } from "../../../cards/variant-look";
import { factsOf } from "./cell-words";
import s from "./facts.module.css";

const LINK_WORDS: Readonly<Record<string, readonly [has: string, is: string]>> = {
  shadow: ["Its shadow", "Is shadow of"],
  origin: ["Its origin", "Is origin of"],
  tags: ["Its tags", "Keeps tags of"],
  page_ext: ["Its page_ext", "Is page_ext of"],
};

/** Everything that is known of one page, in one variant or in two. */
export function PageFacts(props: {
  pages: readonly { look: VariantLook; page: PageDetails }[];
  onGo(pfn: number): void;
  /** What is said about the page, beside its number. */
  discuss(pfn: number): ReactNode;
}) {
  const { pages, onGo, discuss } = props;
  const [first] = pages;
  if (first === undefined)
    return (
      <p className="t-small text-ink-2">
        Press a cell, or Enter on it: its page is told here, with its block, its owner and where its metadata
        lies.
      </p>
    );
  return (
    <section className={s.facts} aria-label={`Page ${hexText(first.page.pfn)}`}>
      <header>
        <h2>
          pfn <code>{hexText(first.page.pfn)}</code>
        </h2>
        {discuss(first.page.pfn)}
      </header>
      {pages.map(({ look, page }) => (
        <dl key={look.letter}>
          {pages.length > 1 && (
            <div className={s.factsHead}>
              <VariantBadge look={look} size={14} />
            </div>
          )}
          {factsOf(page).map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {page.links.map(({ what, side, pfn, pages: count }) => (
            <div key={`${what} ${side} ${pfn}`}>
              <dt>{LINK_WORDS[what]?.[side === "has" ? 0 : 1] ?? what}</dt>
              <dd>
                <TextButton onClick={() => onGo(pfn)}>
                  {hexText(pfn)}
                  {count > 1 && `, ${pagesText(count)}`}
                </TextButton>
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}
