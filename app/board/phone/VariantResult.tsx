import { formatNumber, type ItemId } from "@carveout/model";
import { failureCount } from "../cards/experiment/column";
import { MachineButtons } from "../cards/experiment/machine/MachineButtons";
import { SplitBar } from "../cards/experiment/SplitBar";
import { StateChip } from "../cards/experiment/StateChip";
import { familiesText, type ShownVariant } from "../cards/experiment/use-experiment";
import { VariantBadge } from "../cards/VariantBadge";
import { Verdicts } from "../verdicts/Verdicts";
import { deltaText, failuresText } from "./outline-rows";
import s from "./phone.module.css";

/** A variant lying down: name and figure, bar, difference and failures. */
export function VariantResult(props: {
  experiment: ItemId;
  variant: ShownVariant;
  baseline: ShownVariant;
  pageSizeBytes: number;
}) {
  const { experiment, variant, baseline, pageSizeBytes } = props;
  const { head, look, column } = variant;
  const { memory, certainty, live, message } = column;
  const failed = live !== null && failureCount(live.failures) > 0;
  return (
    <div className={s.result}>
      <div className={s.resultHead}>
        <VariantBadge look={look} size={22} />
        <b>
          {head.name}
          <small>{familiesText(head)}</small>
        </b>
        {memory !== null && (
          <span className={s.num}>
            {certainty === "estimate" ? "≈ " : ""}
            {formatNumber(memory.usablePages)}{" "}
            <small>pages{memory.usable === "at most" ? " at most" : ""}</small>
          </span>
        )}
      </div>
      {memory === null ? (
        <p className={s.quiet}>{message?.sentence ?? "The server has not said anything of it yet."}</p>
      ) : (
        <SplitBar memory={memory} pageSizeBytes={pageSizeBytes} certainty={certainty} height={22} />
      )}
      <div className={s.resultFoot}>
        <span>{deltaText(column, { letter: baseline.head.letter, column: baseline.column })}</span>
        {column.chip.icon !== "result" && <StateChip chip={column.chip} />}
        <span data-tone={failed ? "err" : undefined}>{failuresText(column)}</span>
      </div>
      <div className={s.ways}>
        <Verdicts target={{ item: experiment, variant: head.variant }} />
        <MachineButtons experiment={experiment} variant={variant} />
      </div>
    </div>
  );
}
