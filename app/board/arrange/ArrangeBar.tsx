import { IconButton } from "../../ui/IconButton";
import { ACTIONS } from "../actions";
import { isPossible } from "../actions/action";
import { useDesk } from "../desk";
import { useCanEdit, useSignal } from "../session";

/** What several selected items offer, in groups; the keys of all stand in the help sheet. */
const SHOWN = [
  ["arrange.align-left", "arrange.align-centre", "arrange.align-right"],
  ["arrange.align-top", "arrange.align-middle", "arrange.align-bottom"],
  ["arrange.distribute-x", "arrange.distribute-y"],
  ["arrange.group", "arrange.ungroup", "arrange.lock"],
] as const;

/** Shown while several items are selected. */
export default function ArrangeBar() {
  const desk = useDesk();
  const { items } = useSignal(desk.whiteboard.selection);
  // Whether they are a group changes with the items, not with the selection.
  useSignal(desk.session.history.state);
  const canEdit = useCanEdit();
  if (!canEdit || items.length < 2) return null;
  return (
    <div
      role="toolbar"
      aria-label={`Arrange ${items.length} items`}
      className="absolute top-3 left-1/2 z-10 flex -translate-x-1/2 items-center gap-0.5 rounded-panel border border-line bg-surface p-1 shadow-e2"
    >
      <span className="px-2 t-small text-ink-2">{items.length} items</span>
      {SHOWN.map((ids) => (
        <div key={ids[0]} className="contents">
          <span aria-hidden className="mx-0.5 h-4.5 w-px bg-line" />
          {ids.map((id) => {
            const action = ACTIONS.find((one) => one.id === id);
            if (action?.glyph === undefined) return null;
            return (
              <IconButton
                key={id}
                glyph={action.glyph}
                name={action.name}
                hint={action.keys?.[0]}
                disabled={!isPossible(action, desk)}
                onClick={() => action.run(desk)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}
