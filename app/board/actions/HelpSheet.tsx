import { Dialog } from "../../ui/Dialog";
import { areLetterKeysOn, setLetterKeys } from "../../ui/letter-keys";
import { useCanEdit } from "../session";
import { ACTIONS } from ".";
import { KEY_NOTES } from "./notes";

/** All keys, where they act. */
export default function HelpSheet({ onClose }: { onClose: () => void }) {
  const groups = keysByGroup(useCanEdit());
  return (
    <Dialog title="Keys" width={1080} onClose={onClose}>
      <div className="columns-1 gap-x-8 sm:columns-2 lg:columns-3">
        {[...groups].map(([title, keys]) => (
          <section key={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 t-title">{title}</h3>
            <dl className="grid grid-cols-[6.5rem_1fr] gap-x-4 gap-y-0.5">
              {keys.map(([key, name]) => (
                <div key={`${key} ${name}`} className="col-span-2 grid grid-cols-subgrid">
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd className="text-ink-2">{name}</dd>
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

function keysByGroup(canEdit: boolean): Map<string, (readonly [string, string])[]> {
  const groups = new Map<string, (readonly [string, string])[]>();
  const add = (group: string, key: string, name: string) =>
    groups.set(group, [...(groups.get(group) ?? []), [key, name]]);
  for (const { group, keys: [key] = [], name, edits } of ACTIONS)
    if (key !== undefined && (canEdit || !edits)) add(group, key, name);
  for (const { group, keys, name } of KEY_NOTES) add(group, keys, name);
  return groups;
}
