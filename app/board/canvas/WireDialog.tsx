import Spline from "lucide-react/icons/spline";
import { useState } from "react";
import { Picker } from "../../ui/Picker";
import { itemName } from "../cards/item-name";
import { asStep } from "../fields/as-step";
import { holds, wordsOf } from "../search/excerpt";
import { useSession } from "../session";
import { useWhiteboard } from "./context";
import { wireEnds } from "./wire-ends";

/** Wiring without a pointer: the other end is chosen by name. */
export default function WireDialog({ from }: { from: string }) {
  const session = useSession();
  const whiteboard = useWhiteboard();
  const [query, setQuery] = useState("");
  const item = session.items.item(from);
  const { wires, refusal } = wireEnds(session.items, from);
  const words = wordsOf(query);
  const options = wires
    .map((wire) => ({ ...wire, id: `${wire.from.item} ${wire.to.item} ${wire.to.port}`, glyph: Spline }))
    .filter(({ label }) => holds(label, words));
  const name = item === undefined || item.kind === "connector" ? "it" : `'${itemName(item)}'`;
  return (
    <Picker
      label={`Wire ${name} to`}
      placeholder={`Wire ${name} to …`}
      query={query}
      onQuery={setQuery}
      groups={[{ title: "Possible ends", options }]}
      empty={wires.length === 0 ? refusal : `Nothing for "${query}".`}
      onChoose={(id) => {
        const wire = options.find((option) => option.id === id);
        if (wire !== undefined) asStep(session, () => session.edits.connect(wire.from.item, wire.to));
        whiteboard.engine.setTool({ name: "select" });
      }}
      onClose={() => whiteboard.wireFrom.set(null)}
    />
  );
}
