import { useState } from "react";
import { Picker, type PickerGroup } from "../../ui/Picker";
import { type Desk, useDesk } from "../desk";
import { ACTIONS } from ".";
import { isPossible } from "./action";
import { fits } from "./fits";

/** Everything that can be done now, by name. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const [query, setQuery] = useState("");
  return (
    <Picker
      label="Commands"
      placeholder="What do you want to do?"
      query={query}
      onQuery={setQuery}
      groups={possibleActions(desk, query)}
      empty={`Nothing for "${query}". All commands stand in the help sheet: press ?`}
      onChoose={(id) => ACTIONS.find((action) => action.id === id)?.run(desk)}
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
