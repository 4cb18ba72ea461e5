import {
  isForEarlier,
  personName,
  type VerdictJson,
  type VerdictTag,
  type VerdictTarget,
} from "@carveout/model";
import CircleHelp from "lucide-react/icons/circle-help";
import CircleX from "lucide-react/icons/circle-x";
import ClockAlert from "lucide-react/icons/clock-alert";
import Stamp from "lucide-react/icons/stamp";
import { type Glyph, Icon } from "../../ui/Icon";
import { TextButton } from "../../ui/TextButton";
import { VerifiedMark } from "../../ui/VerifiedMark";
import { useCanComment, useIdentity } from "../session";
import { usePeopleSaid } from "../threads/use-discussion";
import { judge } from "./judge";
import { useCurrentRun, useVerdicts } from "./use-verdicts";
import s from "./verdicts.module.css";

/** What people said of a variant or of an item, as trailers, with the way to add one's own. */
export function Verdicts({ target }: { target: VerdictTarget }) {
  const verdicts = useVerdicts(target);
  const run = useCurrentRun(target);
  const canComment = useCanComment();
  const me = useIdentity()?.participant;
  const hasOwn = verdicts.some(({ by }) => by === me);
  if (verdicts.length === 0 && !canComment) return null;
  return (
    <div className={s.verdicts}>
      {verdicts.length > 0 && (
        <ul aria-label="Verdicts">
          {verdicts.map((verdict) => (
            <Trailer
              key={verdict.by}
              verdict={verdict}
              isEarlier={run !== "" && isForEarlier(verdict, run)}
            />
          ))}
        </ul>
      )}
      {canComment && (
        <TextButton className={s.give} onClick={() => judge(target)}>
          <Icon glyph={Stamp} size={12} />
          {hasOwn ? "Change your verdict" : "Verdict"}
        </TextButton>
      )}
    </div>
  );
}

const LOOKS: Readonly<Record<VerdictTag, { glyph: Glyph; tone: "ok" | "err" | "plain" }>> = {
  "Acked-by": { glyph: Stamp, tone: "ok" },
  "Reviewed-by": { glyph: Stamp, tone: "ok" },
  "Tested-by": { glyph: Stamp, tone: "ok" },
  "Nacked-by": { glyph: CircleX, tone: "err" },
  Question: { glyph: CircleHelp, tone: "plain" },
};

function Trailer({ verdict, isEarlier }: { verdict: VerdictJson; isEarlier: boolean }) {
  const people = usePeopleSaid();
  const { tag, by, mail, run, note, at, imported } = verdict;
  const { glyph, tone } = LOOKS[tag];
  const details = [
    new Date(at).toLocaleString(),
    run === "" ? "" : `run ${run.slice(0, 8)}`,
    imported ? `brought from a file by ${personName(people, imported.by)}` : "",
  ];
  return (
    <li className={s.trailer} data-tone={tone} title={details.filter(Boolean).join(", ")}>
      <Icon glyph={glyph} size={12} />
      <span>
        <code>
          <b>{tag}:</b> {personName(people, by)}
          {mail && ` <${mail}>`}
        </code>
        {people[by]?.verified && <VerifiedMark />}
        {note && <q>{note}</q>}
        {isEarlier && (
          <span className={s.earlier}>
            <Icon glyph={ClockAlert} size={12} />
            given for an earlier state
          </span>
        )}
      </span>
    </li>
  );
}
