import { FindingNote } from "../fields";
import { useFindings } from "../session";
import s from "./cards.module.css";

/** Findings whose field has no row on the card: about the item as a whole, or about a field that is folded away. */
export function OtherFindings({ id, shown }: { id: string; shown: (field: string) => boolean }) {
  const findings = useFindings(id).filter((finding) => !shown(finding.field));
  if (findings.length === 0) return null;
  return (
    <div className={s.others}>
      {findings.map((finding) => (
        <FindingNote key={`${finding.field} ${finding.sentence}`} finding={finding} />
      ))}
    </div>
  );
}
