import { formatNumber, type ItemId } from "@carveout/model";
import type { CauseStep, FailureGroup, Remedy } from "@carveout/sim";
import ChevronRight from "lucide-react/icons/chevron-right";
import Split from "lucide-react/icons/split";
import { useId, useMemo, useState } from "react";
import { Icon } from "../../../../ui/Icon";
import { TextButton } from "../../../../ui/TextButton";
import rail from "../../../cards/experiment/chain.module.css";
import { failureRoot, failureTimes, rankFailures } from "../../../cards/experiment/failures";
import { counted, hexText, secondsText } from "../../../cards/figures";
import { VariantBadge } from "../../../cards/VariantBadge";
import { useClock } from "../../../charts/picture/clock";
import { type ColumnHead, useCanEdit, usePlan, useSession } from "../../../session";
import { changeView } from "../../view";
import type { ShownInView } from "../use-shown";
import s from "./causes.module.css";
import { parameterOf } from "./parameter";
import { fieldOf, isOfMachine, type Tried, tryRemedy } from "./try-remedy";

/** Failures of all variants by their causes, most frequent first; the first one unfolded. */
export function CausesPanel({ id, shown }: { id: ItemId; shown: ShownInView }) {
  const { runs } = shown;
  const ranked = useMemo(
    // What led to a panic is told here as well: its steps are where something can be tried.
    () => rankFailures(runs.map(({ look, live }) => ({ look, failures: live.failures, panic: null }))),
    [runs],
  );
  const [open, setOpen] = useState<string | null>(null);
  const total = ranked.reduce((sum, { group }) => sum + group.count, 0);
  const keyOf = ({ look, group }: (typeof ranked)[number]) =>
    `${look.letter} ${group.subject} ${group.chain.map(({ sentence }) => sentence).join(" ")}`;
  const first = ranked[0] === undefined ? null : keyOf(ranked[0]);
  const shownKey = open ?? first;
  return (
    <section className={s.panel} aria-labelledby="causes-title">
      <header className={s.head}>
        <h2 id="causes-title">Failures by cause</h2>
        <span>
          {formatNumber(total)} in {counted(runs.length, "run")}
        </span>
      </header>
      {ranked.length === 0 ? (
        <p className={s.none}>
          {runs.length === 0
            ? "What fails is told here, with its causes, once a variant runs."
            : "Nothing failed in these runs."}
        </p>
      ) : (
        ranked.map((failure) => {
          const run = runs.find(({ look }) => look.letter === failure.look.letter);
          const key = keyOf(failure);
          return (
            <Group
              key={key}
              id={id}
              head={run?.variant.head}
              look={failure.look}
              group={failure.group}
              isOpen={key === shownKey}
              onToggle={() => setOpen(key === shownKey ? "" : key)}
            />
          );
        })
      )}
    </section>
  );
}

function Group(props: {
  id: ItemId;
  head: ColumnHead | undefined;
  look: ShownInView["runs"][number]["look"];
  group: FailureGroup;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { id, head, look, group, isOpen, onToggle } = props;
  const panel = useId();
  const clock = useClock();
  return (
    <div className={s.group}>
      <button
        type="button"
        className={s.summary}
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={onToggle}
      >
        <b className={s.count}>{formatNumber(group.count)}</b>
        <VariantBadge look={look} size={16} />
        <span className={s.words}>
          <b>{group.subject} failed</b>
          <small>{failureRoot(group)}</small>
        </span>
        <Icon glyph={ChevronRight} size={14} />
      </button>
      {isOpen && (
        <div id={panel} className={s.unfolded}>
          <p className={s.times}>
            {failureTimes(group)}{" "}
            <TextButton onClick={() => clock.set(group.firstMs)}>
              Go to {secondsText(group.firstMs)}
            </TextButton>
          </p>
          <ol className={rail.chain}>
            {group.chain.map((step, index) => (
              <Step
                // biome-ignore lint/suspicious/noArrayIndexKey: a chain is replaced whole, and one code may occur in it twice
                key={`${step.code} ${index}`}
                id={id}
                head={head}
                step={step}
                group={group}
                isRoot={index === group.chain.length - 1}
              />
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function Step(props: {
  id: ItemId;
  head: ColumnHead | undefined;
  step: CauseStep;
  group: FailureGroup;
  isRoot: boolean;
}) {
  const { id, head, step, group, isRoot } = props;
  const session = useSession();
  const plan = usePlan(id);
  const parameter = parameterOf(step, plan);
  const pfn = typeof step.facts.pfn === "number" ? step.facts.pfn : isRoot ? group.examplePfn : -1;
  return (
    <li data-root={isRoot || undefined}>
      <span>{step.sentence}</span>
      <span className={s.links}>
        {parameter !== null && (
          <TextButton onClick={() => session.guide?.goTo(parameter.item, parameter.field)}>
            {parameter.label}
          </TextButton>
        )}
        {pfn >= 0 && head !== undefined && (
          <TextButton
            onClick={() =>
              changeView(
                { tab: "pages", a: head.variant, t: String(group.firstMs), pfn: hexText(pfn) },
                "step",
              )
            }
          >
            {hexText(pfn)} on the page map
          </TextButton>
        )}
        {step.source !== undefined && <cite>{step.source}</cite>}
      </span>
      {head !== undefined &&
        step.remedies?.map((remedy) => <Try key={remedy.sentence} id={id} head={head} remedy={remedy} />)}
    </li>
  );
}

const ADDED = {
  variant: "Added beside the others. Undo takes it out again.",
  machine: "Added as a second machine of this experiment. Undo takes it out again.",
};

/** What would have decided otherwise, its field, and the offer to try it beside the others. */
function Try(props: { id: ItemId; head: ColumnHead; remedy: Remedy }) {
  const { id, head, remedy } = props;
  const session = useSession();
  const canEdit = useCanEdit();
  const { profile } = usePlan(id);
  const [tried, setTried] = useState<Tried | null>(null);
  const field = fieldOf(session, head, profile, remedy);
  return (
    <span className={s.remedy}>
      {remedy.sentence}{" "}
      {field !== null && (
        <TextButton onClick={() => session.guide?.goTo(field.item, field.field)}>
          Go to the parameter
        </TextButton>
      )}
      {canEdit && (
        <button
          type="button"
          className={s.tryIt}
          onClick={() => setTried(tryRemedy(session, id, head, remedy))}
        >
          <Icon glyph={Split} size={14} /> Try it{" "}
          {isOfMachine(remedy) ? "on a copy of the machine" : "as a new variant"}
        </button>
      )}
      {tried !== null && (
        <span role="status">
          {"refused" in tried ? tried.refused : ADDED[tried.added]}{" "}
          {"added" in tried && tried.added === "machine" && (
            <TextButton onClick={() => changeView({ tab: "compare" }, "step")}>
              Compare the machines
            </TextButton>
          )}
        </span>
      )}
    </span>
  );
}
