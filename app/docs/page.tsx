import { strategiesByFamily } from "@carveout/model";
import type { Metadata } from "next";
import { referencePath } from "./reference-path";

export const metadata: Metadata = { title: "Strategies" };

/** Every strategy by the question that it answers. */
export default function StrategiesPage() {
  return (
    <>
      <h1 className="t-h1">Strategies</h1>
      <p className="mt-1 max-w-150 text-ink-2">
        A family is a question of design, a strategy one answer to it. A variant of an experiment takes at
        most one strategy of each family, and they run together on one machine.
      </p>
      {strategiesByFamily().map(({ family, strategies }) => (
        <section key={family.name} aria-labelledby={family.name} className="mt-7">
          <h2 id={family.name} className="scroll-mt-14 t-h2">
            {family.title} <small className="t-small text-ink-3">{family.name}</small>
          </h2>
          <p className="text-ink-2">{family.question}</p>
          <ul className="mt-2.5 overflow-hidden rounded-card border border-line bg-surface">
            {strategies.map(({ type, title, summary }) => (
              <li key={type} className="border-line not-first:border-t">
                <a
                  href={referencePath(family.name, type)}
                  className="block px-3 py-2.5 focus-visible:outline-offset-[-2px] hover:bg-hover pointer-coarse:py-3"
                >
                  <b className="t-title">{title}</b>
                  <span className="block t-small text-ink-2">{summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
