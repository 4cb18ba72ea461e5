import type { ItemId } from "@carveout/model";
import { Suspense, useState } from "react";
import { late } from "../../../../ui/late";
import { TextButton } from "../../../../ui/TextButton";
import { openView } from "../../../views/view";
import type { ShownVariant } from "../use-experiment";
import type { OpenMachine } from "./MachineDialog";
import s from "./machine.module.css";

const MachineDialog = late(() => import("./MachineDialog"));

/** The ways to a variant's machine: its pages at any moment as soon as it has a run, and its files as the run left them. */
export function MachineButtons({ experiment, variant }: { experiment: ItemId; variant: ShownVariant }) {
  const { head, look, column, frame } = variant;
  const { end } = column;
  const run = frame?.run ?? "";
  const hasPages = run !== "" && frame?.status.state !== "no run";
  const [open, setOpen] = useState<OpenMachine | null>(null);
  return (
    <div className={s.buttons}>
      <TextButton
        disabled={!hasPages}
        title={hasPages ? undefined : "There once the variant has a run"}
        aria-label={`Page map of variant ${head.letter}`}
        onClick={() => openView({ name: "experiment", item: experiment, tab: "pages", a: head.variant })}
      >
        Page map
      </TextButton>
      <TextButton
        disabled={end === null}
        title={end === null ? "There once the run is over" : undefined}
        aria-haspopup="dialog"
        aria-label={`/proc of variant ${head.letter}`}
        onClick={() => end !== null && setOpen({ files: end.files, look, name: head.name, run })}
      >
        /proc
      </TextButton>
      {open !== null && (
        <Suspense fallback={null}>
          <MachineDialog machine={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}
