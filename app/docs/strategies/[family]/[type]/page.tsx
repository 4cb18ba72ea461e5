import { STRATEGY_PAGES, strategiesByFamily, strategyOf } from "@carveout/model";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { StrategyReference } from "../../../StrategyReference";

interface Params {
  params: Promise<{ family: string; type: string }>;
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { family, type } = await params;
  return { title: strategyOf(family, type)?.title ?? "No such strategy" };
}

/** One strategy, from its own description. */
export default async function StrategyReferencePage({ params }: Params) {
  const { family, type } = await params;
  const description = strategyOf(family, type);
  const page = STRATEGY_PAGES[`${family}/${type}`];
  if (description === undefined || page === undefined) notFound();
  const question = strategiesByFamily().find((one) => one.family.name === family)?.family;
  return (
    <article>
      <p className="t-small text-ink-3">
        <a href={`/docs#${family}`} className="underline underline-offset-2">
          {question?.title}
        </a>{" "}
        · {question?.question}
      </p>
      <h1 className="mt-1 mb-2 t-h1">{description.title}</h1>
      <StrategyReference description={description} page={page} heading="h2" />
    </article>
  );
}
