import { useState } from "react";
import { Picker, type PickerGroup } from "../../ui/Picker";
import { type Desk, useDesk } from "../desk";
import { find } from "../search/find";
import { pickerGroups } from "../search/picker-groups";
import { ACTIONS } from ".";
import { isPossible } from "./action";
import { fits } from "./fits";

/** More are found by Ctrl F. */
const MOST_ITEMS = 6;

/** Everything that can be done now, by name, and the items one can go to. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const [query, setQuery] = useState("");
  const [items] = find(desk.session, query, MOST_ITEMS);
  return (
    <Picker
      label="Commands"
      placeholder="What do you want to do?"
      query={query}
      onQuery={setQuery}
      groups={[...possibleActions(desk, query), ...pickerGroups(items ? [{ ...items, title: "Go to" }] : [])]}
      empty={`Nothing for "${query}". All commands stand in the help sheet: press ?`}
      onChoose={(id) => {
        ACTIONS.find((action) => action.id === id)?.run(desk);
        items?.found.find((found) => found.id === id)?.go(desk);
      }}
      onClose={onClose}
    />
  );
}

function possibleActions(desk: Desk, query: string): PickerGroup[] {
  const groups = new Map<string, PickerGroup["options"]>();
  for (const action of ACTIONS) {
    const { id, name, group, also, glyph, keys } = action;
    if (
      id === "board.commands" ||
      !isPossible(action, desk) ||
      !fits(query, `${name} ${group} ${also ?? ""}`)
    )
      continue;
    groups.set(group, [...(groups.get(group) ?? []), { id, label: name, glyph, hint: keys?.[0] }]);
  }
  return [...groups].map(([title, options]) => ({ title, options }));
}
