import CircleX from "lucide-react/icons/circle-x";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Chip } from "../../ui/Chip";
import type { Finding } from "../session";
import { counted } from "./figures";

/** How many findings a card has, errors before warnings; nothing where there is none. */
export function FindingsChip({ findings }: { findings: readonly Finding[] }) {
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const warnings = findings.filter((finding) => finding.severity === "warning").length;
  return (
    <>
      {errors > 0 && (
        <Chip tone="err" glyph={CircleX} title={counted(errors, "error")}>
          {errors}
          <span className="sr-only"> infeasible</span>
        </Chip>
      )}
      {warnings > 0 && (
        <Chip tone="warn" glyph={TriangleAlert} title={counted(warnings, "warning")}>
          {warnings}
          <span className="sr-only"> doubtful</span>
        </Chip>
      )}
    </>
  );
}
