import { type CatalogueEntry, STRATEGY_PAGES } from "@carveout/model";
import { Dialog } from "../../../ui/Dialog";
import s from "./strategy.module.css";

/** A strategy's own documentation: steps, parameters, limits, sources. */
export function HowItWorks({ description, onClose }: { description: CatalogueEntry; onClose: () => void }) {
  const page = STRATEGY_PAGES[`${description.family}/${description.type}`];
  return (
    <Dialog title={`${description.title}: how it works`} width={560} onClose={onClose}>
      <div className={s.text}>
        <p>{description.summary}</p>
        <ol>
          {page?.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {description.params.length > 0 && (
          <>
            <h3>Parameters</h3>
            <dl>
              {description.params.map((param) => (
                <div key={param.key}>
                  <dt>{param.label}</dt>
                  <dd>
                    {param.help}
                    {param.source !== undefined && <cite> {param.source}</cite>}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <Section title="Limits" lines={page?.limits ?? []} />
        <Section title="Sources" lines={page?.sources ?? []} isMono />
      </div>
    </Dialog>
  );
}

function Section({
  title,
  lines,
  isMono = false,
}: {
  title: string;
  lines: readonly string[];
  isMono?: boolean;
}) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul data-mono={isMono || undefined}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
