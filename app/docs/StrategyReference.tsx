import { type CatalogueEntry, type FieldSpec, paramsOf, type StrategyPage } from "@carveout/model";
import type { ReactNode } from "react";
import s from "./docs.module.css";
import { paramFacts } from "./param-facts";

/** A strategy's own documentation: steps, formulas, parameters, limits, sources. */
export function StrategyReference(props: {
  description: CatalogueEntry;
  page: StrategyPage;
  /** Of its parts. */
  heading: "h2" | "h3";
}) {
  const { description, page, heading } = props;
  const { formulas = [] } = page;
  const params = paramsOf(description);
  return (
    <div className={s.text}>
      <p>{description.summary}</p>
      <Part title="What it does, step by step" heading={heading}>
        <ol>
          {page.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Part>
      {formulas.length > 0 && (
        <Part title="Formulas" heading={heading}>
          <ul className={s.formulas}>
            {formulas.map(({ text, source }) => (
              <li key={text}>
                <code>{text}</code>
                <cite>{source}</cite>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Parameters" heading={heading}>
        {params.length === 0 ? (
          <p>It has none.</p>
        ) : (
          <dl>
            {params.map((param) => (
              <ParamEntry key={param.key} param={param} />
            ))}
          </dl>
        )}
      </Part>
      <Part title="Limits of the model" heading={heading}>
        <ul>
          {page.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Part>
      <Part title="Sources" heading={heading}>
        <ul data-mono>
          {page.sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

function Part(props: { title: string; heading: "h2" | "h3"; children: ReactNode }) {
  const { title, heading: Heading, children } = props;
  return (
    <section>
      <Heading>{title}</Heading>
      {children}
    </section>
  );
}

function ParamEntry({ param }: { param: FieldSpec }) {
  return (
    <div>
      <dt>{param.label}</dt>
      <dd className={s.facts} data-mono={param.options === undefined || undefined}>
        {paramFacts(param)}
      </dd>
      <dd>
        {param.help}
        {param.source !== undefined && <cite>{param.source}</cite>}
      </dd>
    </div>
  );
}
