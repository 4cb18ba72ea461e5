import { Suspense, useMemo } from "react";
import { late } from "../../../../ui/late";
import type { ShownExperiment } from "../use-experiment";
import { familyResults } from "./family-results";

const FamilySection = late(() =>
  import("./FamilySection").then((loaded) => ({ default: loaded.FamilySection })),
);

/** What the strategies tell of themselves, family by family. */
export function Families({ experiment }: { experiment: ShownExperiment }) {
  const { variants } = experiment;
  const families = useMemo(() => familyResults(variants), [variants]);
  if (families.length === 0) return null;
  return (
    <Suspense>
      {families.map((result) => (
        <FamilySection key={result.family} result={result} experiment={experiment} />
      ))}
    </Suspense>
  );
}
