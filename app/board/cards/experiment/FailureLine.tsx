import type { FailureGroup } from "@carveout/sim";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useId, useMemo, useState } from "react";
import { Icon } from "../../../ui/Icon";
import { counted } from "../figures";
import { VariantBadge } from "../VariantBadge";
import { CauseChain } from "./CauseChain";
import s from "./experiment.module.css";
import {
  failureHead,
  failureRoot,
  failureTimes,
  othersText,
  rankFailures,
  type VariantFailure,
} from "./failures";
import type { ShownExperiment } from "./use-experiment";

/** The worst group of failures in a sentence; unfolded, its chain of causes, and the others below. */
export function FailureLine({ experiment }: { experiment: ShownExperiment }) {
  const { variants } = experiment;
  const ranked = useMemo(
    () =>
      rankFailures(
        variants.map(({ look, column: { live } }) => ({
          look,
          failures: live?.failures ?? [],
          panic: live?.panic ?? null,
        })),
      ),
    [variants],
  );
  const [isOpen, setOpen] = useState(false);
  const panel = useId();
  const worst = ranked[0];
  if (worst === undefined) return <NoFailure experiment={experiment} />;
  const others = othersText(ranked);
  return (
    <div className={s.failures}>
      <div className={s.worst}>
        <VariantBadge look={worst.look} />
        <p>
          <b className={s.strong}>{failureHead(worst.group)}</b> {failureRoot(worst.group)}
          {others !== null && <small> {others}.</small>}
        </p>
        <button
          type="button"
          className={s.explain}
          aria-expanded={isOpen}
          aria-controls={panel}
          onClick={() => setOpen(!isOpen)}
        >
          Explain
          <Icon glyph={ChevronRight} size={14} />
        </button>
      </div>
      {isOpen && (
        <div id={panel}>
          <Chain group={worst.group} />
          {ranked.slice(1).map((failure) => (
            <OtherFailure key={keyOf(failure)} failure={failure} />
          ))}
        </div>
      )}
    </div>
  );
}

function keyOf({ look, group }: VariantFailure): string {
  return `${look.letter} ${group.subject} ${group.chain.map((step) => step.sentence).join(" ")}`;
}

function Chain({ group }: { group: FailureGroup }) {
  return (
    <>
      <CauseChain chain={group.chain} />
      <p className={s.times}>{failureTimes(group)}</p>
    </>
  );
}

function OtherFailure({ failure }: { failure: VariantFailure }) {
  const [isOpen, setOpen] = useState(false);
  const { look, group } = failure;
  return (
    <>
      <button type="button" className={s.other} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <VariantBadge look={look} size={16} />
        <span>
          <b className={s.strong}>{failureHead(group)}</b> {failureRoot(group)}
        </span>
        <Icon glyph={ChevronRight} size={14} />
      </button>
      {isOpen && <Chain group={group} />}
    </>
  );
}

function NoFailure({ experiment: { variants } }: { experiment: ShownExperiment }) {
  const ran = variants.filter(({ column }) => column.live !== null);
  const asked = ran.reduce(
    (sum, { column }) => sum + (column.live?.orders ?? []).reduce((n, o) => n + o.requested, 0),
    0,
  );
  const hasPanic = ran.some(({ column }) => column.live?.panic);
  return (
    <div className={s.failures}>
      <p className={s.noFailure}>
        {ran.length === 0
          ? "What fails is told here, with its causes, once a variant runs."
          : `${hasPanic ? "Nothing else failed" : "Nothing failed"}: ${counted(asked, "request")} served in ${counted(ran.length, "variant")}.`}
      </p>
    </div>
  );
}
