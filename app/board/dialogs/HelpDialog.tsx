import { Dialog } from "../../ui/Dialog";
import { areLetterKeysOn, setLetterKeys } from "../../ui/letter-keys";

const GROUPS: readonly { title: string; keys: readonly [string, string][] }[] = [
  {
    title: "Tools",
    keys: [
      ["V", "Select"],
      ["H", "Hand"],
      ["P", "Profile"],
      ["S", "Strategy"],
      ["W", "Workload"],
      ["E", "Experiment"],
      ["L", "Connector"],
      ["N", "Note"],
    ],
  },
  {
    title: "Items",
    keys: [
      ["Enter", "Open the selected item"],
      ["Escape", "Out one level"],
      ["Tab", "Next item or field"],
      ["Ctrl + arrow", "Nearest item"],
      ["Arrows", "Move by 20 px"],
      ["Shift + arrow", "Move by 1 px"],
      ["Ctrl A", "Select all"],
      ["Ctrl D", "Duplicate"],
      ["Delete", "Delete with its wires"],
    ],
  },
  {
    title: "Fields",
    keys: [
      ["↑ ↓", "Step by the natural unit"],
      ["Shift ↑ ↓", "Step by ten"],
      ["Enter", "Take over what is typed"],
      ["Escape", "Back to the value before"],
    ],
  },
  {
    title: "View",
    keys: [
      ["Shift 1", "Everything in view"],
      ["Shift 2", "Selection in view"],
      ["+ −", "Closer, farther"],
      ["Space", "Hold and drag to pan"],
      ["Ctrl wheel", "Zoom at the pointer"],
    ],
  },
  {
    title: "Board",
    keys: [
      ["Ctrl Z", "Undo your last edit"],
      ["Ctrl Shift Z", "Redo"],
      ["?", "This sheet"],
    ],
  },
];

/** All keys, where they act. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" width={720} onClose={onClose}>
      <div className="columns-1 gap-x-8 sm:columns-2">
        {GROUPS.map(({ title, keys }) => (
          <section key={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 t-title">{title}</h3>
            <dl className="grid grid-cols-[6.5rem_1fr] gap-x-4 gap-y-0.5">
              {keys.map(([key, action]) => (
                <div key={key} className="col-span-2 grid grid-cols-subgrid">
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd className="text-ink-2">{action}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="flex items-center gap-2 border-line border-t pt-3 text-ink-2">
        <input
          type="checkbox"
          defaultChecked={areLetterKeysOn()}
          onChange={(event) => setLetterKeys(event.target.checked)}
          className="size-4 accent-accent"
        />
        Single letters choose tools
      </label>
    </Dialog>
  );
}
