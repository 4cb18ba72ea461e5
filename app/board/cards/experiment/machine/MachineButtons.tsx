import { lazy, Suspense, useState } from "react";
import { TextButton } from "../../../../ui/TextButton";
import type { ShownVariant } from "../use-experiment";
import type { MachineTab, OpenMachine } from "./MachineDialog";
import s from "./machine.module.css";

const MachineDialog = lazy(() => import("./MachineDialog"));

/** The ways to a variant's machine as its run left it; before the run is over they wait. */
export function MachineButtons(props: { variant: ShownVariant; pageSizeBytes: number }) {
  const { head, look, column, frame } = props.variant;
  const { end } = column;
  const [open, setOpen] = useState<OpenMachine | null>(null);
  const show = (tab: MachineTab) => {
    if (end !== null)
      setOpen({
        ...end,
        tab,
        look,
        name: head.name,
        run: frame?.run ?? "",
        pageSizeBytes: props.pageSizeBytes,
      });
  };
  const button = (tab: MachineTab, text: string) => (
    <TextButton
      disabled={end === null}
      aria-haspopup="dialog"
      aria-label={`${text} of variant ${head.letter}`}
      onClick={() => show(tab)}
    >
      {text}
    </TextButton>
  );
  return (
    <div className={s.buttons} title={end === null ? "There once the run is over" : undefined}>
      {button("Page map", "Page map")}
      {button("buddyinfo", "/proc")}
      {open !== null && (
        <Suspense fallback={null}>
          <MachineDialog machine={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}
