import { formatNumber, type ItemId } from "@carveout/model";
import Trash2 from "lucide-react/icons/trash-2";
import { Fragment, Suspense } from "react";
import { late } from "../../../ui/late";
import { MenuButton } from "../../../ui/MenuButton";
import { asStep } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import { Verdicts } from "../../verdicts/Verdicts";
import { percentText, sizeText } from "../figures";
import { VariantBadge } from "../VariantBadge";
import { ColumnMessage } from "./ColumnMessage";
import { type Column, failureCount, figureWords } from "./column";
import s from "./experiment.module.css";
import { SplitBar } from "./SplitBar";
import { StateChip } from "./StateChip";
import { memoryRows } from "./split";
import type { StaleResult } from "./stale";
import { familiesText, type ShownVariant } from "./use-experiment";

const MachineButtons = late(() =>
  import("./machine/MachineButtons").then((module) => ({ default: module.MachineButtons })),
);

/** One variant: state, figure, bar and rows, in the same places whatever its state. */
export function VariantColumn(props: {
  experiment: ItemId;
  variant: ShownVariant;
  /** What the metadata of all variants is called. */
  metadata: string;
  pageSizeBytes: number;
}) {
  const { experiment, variant, metadata, pageSizeBytes } = props;
  const { head, look, column } = variant;
  return (
    <section
      className={s.column}
      data-certainty={column.certainty}
      data-stale={variant.stale === null ? undefined : true}
      data-panic={column.live?.panic ? true : undefined}
      aria-label={`Variant ${head.letter}, ${head.name}`}
    >
      {column.progress !== null && (
        <div className={s.progress} aria-hidden>
          <i style={{ width: `${column.progress * 100}%` }} />
        </div>
      )}
      <header className={s.columnHead}>
        <VariantBadge look={look} />
        <b title={head.name}>{head.name}</b>
        <ColumnMenu experiment={experiment} variant={variant} />
      </header>
      <div className={s.families}>
        <span>{familiesText(head)}</span>
        <StateChip chip={column.chip} />
      </div>
      {column.memory === null ? (
        <ColumnMessage experiment={experiment} message={column.message} />
      ) : (
        <Figures
          experiment={experiment}
          column={column}
          stale={variant.stale}
          memory={column.memory}
          metadata={metadata}
          pageSizeBytes={pageSizeBytes}
        />
      )}
      <Verdicts target={{ item: experiment, variant: head.variant }} />
      <Suspense fallback={<div className={s.machineToCome} />}>
        <MachineButtons experiment={experiment} variant={variant} />
      </Suspense>
    </section>
  );
}

function Figures(props: {
  experiment: ItemId;
  column: Column;
  stale: StaleResult | null;
  memory: NonNullable<Column["memory"]>;
  metadata: string;
  pageSizeBytes: number;
}) {
  const { experiment, column, stale, memory, metadata, pageSizeBytes } = props;
  const isEstimate = column.certainty === "estimate";
  const about = isEstimate ? "≈ " : "";
  const size = (pages: number) =>
    about + sizeText(pages * pageSizeBytes, memory.presentPages * pageSizeBytes);
  const failures = column.live === null ? null : failureCount(column.live.failures);
  return (
    <>
      <p className={s.figure}>
        <strong>
          {about}
          {formatNumber(memory.usablePages)}
        </strong>{" "}
        {figureWords(memory, column.certainty)}
      </p>
      <p className={s.sub}>
        <span>{sizeText(memory.usablePages * pageSizeBytes, memory.presentPages * pageSizeBytes)}</span>,{" "}
        {isEstimate ? "closed form" : `${percentText(memory.usablePages, memory.presentPages)} of present`}
      </p>
      <SplitBar memory={memory} pageSizeBytes={pageSizeBytes} certainty={column.certainty} />
      {column.message === null ? (
        <dl className={s.rows}>
          {memoryRows(memory, metadata).map(({ label, pages }) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>{size(pages)}</dd>
            </Fragment>
          ))}
          <dt>{column.certainty === "so far" ? "Failures so far" : "Failures"}</dt>
          <dd data-tone={failures === null ? "none" : failures > 0 ? "err" : undefined}>
            {failures !== null
              ? formatNumber(failures)
              : stale !== null
                ? `${formatNumber(failureCount(stale.result.failures))} before`
                : "not run yet"}
          </dd>
        </dl>
      ) : (
        <ColumnMessage experiment={experiment} message={column.message} />
      )}
    </>
  );
}

function ColumnMenu({ experiment, variant }: { experiment: ItemId; variant: ShownVariant }) {
  const session = useSession();
  const canEdit = useCanEdit();
  if (!canEdit) return null;
  const { letter, variant: id } = variant.head;
  return (
    <span className={s.columnMenu}>
      <MenuButton
        label={`Menu of variant ${letter}`}
        items={[
          {
            label: `Remove variant ${letter}`,
            glyph: Trash2,
            onSelect: () => asStep(session, () => session.edits.removeVariant(experiment, id)),
          },
        ]}
      />
    </span>
  );
}
