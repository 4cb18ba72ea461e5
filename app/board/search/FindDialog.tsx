import { useState } from "react";
import { Picker } from "../../ui/Picker";
import { useDesk } from "../desk";
import { find, searched } from "./find";
import { pickerGroups } from "./picker-groups";

/** Finds what is said anywhere on the board, and goes there. */
export default function FindDialog({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const [query, setQuery] = useState("");
  const groups = find(desk.session, query);
  return (
    <Picker
      label="Find on the board"
      placeholder="Names, texts, fields, comments, mails"
      query={query}
      onQuery={setQuery}
      groups={pickerGroups(groups)}
      empty={
        query.trim() === ""
          ? "Type a word, several to narrow it down: a name, a field, what somebody said."
          : `Nothing for "${query.trim()}". ${searched(desk.session)}`
      }
      onChoose={(id) =>
        groups
          .flatMap(({ found }) => found)
          .find((one) => one.id === id)
          ?.go(desk)
      }
      onClose={onClose}
    />
  );
}
