import { FindingNote } from "../fields";
import { type Finding, useFindings } from "../session";
import s from "./cards.module.css";
import { Fold } from "./Fold";
import { counted } from "./figures";

const WORST_FIRST = ["error", "warning", "info"];

/**
 * Findings whose field has no row on the card: about the item as a whole, or about a field that is folded away. Errors are all told, of
 * the others the worst; the rest is folded.
 */
export function OtherFindings({ id, shown }: { id: string; shown: (field: string) => boolean }) {
  const findings = useFindings(id)
    .filter((finding) => !shown(finding.field))
    .toSorted((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity));
  if (findings.length === 0) return null;
  const told = Math.max(1, findings.filter(({ severity }) => severity === "error").length);
  const rest = findings.slice(told);
  return (
    <div className={s.others}>
      <Notes findings={findings.slice(0, told)} />
      {rest.length > 0 && (
        <Fold summary={counted(rest.length, "more finding")}>
          <div className={s.notes}>
            <Notes findings={rest} />
          </div>
        </Fold>
      )}
    </div>
  );
}

function Notes({ findings }: { findings: readonly Finding[] }) {
  return findings.map((finding) => (
    <FindingNote key={`${finding.field} ${finding.sentence}`} finding={finding} />
  ));
}
