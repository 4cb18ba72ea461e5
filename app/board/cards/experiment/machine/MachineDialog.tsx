import type { RunResult } from "@carveout/sim";
import { type KeyboardEvent, useId, useState } from "react";
import { createPortal } from "react-dom";
import { Dialog } from "../../../../ui/Dialog";
import { VariantBadge } from "../../VariantBadge";
import type { VariantLook } from "../../variant-look";
import s from "./machine.module.css";
import { ProcFileView } from "./ProcFileView";

/** A machine as it was when it was opened: a later run of the column does not change what somebody reads. */
export interface OpenMachine extends Pick<RunResult, "files"> {
  look: VariantLook;
  name: string;
  /** The run's name, hex. */
  run: string;
}

/** The machine at the end of a run: its files as its kernel would print them. */
export default function MachineDialog({ machine, onClose }: { machine: OpenMachine; onClose: () => void }) {
  const { files, look, name, run } = machine;
  const tabs = files.map(({ path }) => fileName(path));
  const [tab, setTab] = useState(tabs[0] ?? "");
  const panelId = useId();
  const file = files.find(({ path }) => fileName(path) === tab);
  return createPortal(
    <Dialog title={`Machine at the end of run ${run.slice(0, 8)}`} width={880} onClose={onClose}>
      <p className={s.whose}>
        <VariantBadge look={look} />
        <b>{name}</b>
        <span>simulated, as its kernel would tell it</span>
      </p>
      <Tabs tabs={tabs} tab={tab} onTab={setTab} panelId={panelId} />
      <div id={panelId} role="tabpanel" aria-label={tab} className={s.panel}>
        {file !== undefined && <ProcFileView key={file.path} file={file} variant={look.letter} />}
      </div>
    </Dialog>,
    document.body,
  );
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function Tabs(props: { tabs: string[]; tab: string; onTab: (tab: string) => void; panelId: string }) {
  const { tabs, tab, onTab, panelId } = props;
  const move = (event: KeyboardEvent<HTMLButtonElement>) => {
    const here = tabs.indexOf(tab);
    const last = tabs.length - 1;
    const to = {
      ArrowRight: here === last ? 0 : here + 1,
      ArrowLeft: here === 0 ? last : here - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onTab(tabs[to] ?? tab);
    const button = event.currentTarget.parentElement?.children[to];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div className={s.tabs} role="tablist" aria-label="Views of the machine">
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls={panelId}
          tabIndex={name === tab ? 0 : -1}
          data-first-focus={name === tab ? "" : undefined}
          onClick={() => onTab(name)}
          onKeyDown={move}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
