import Diff from "lucide-react/icons/diff";
import LinkIcon from "lucide-react/icons/link";
import Scan from "lucide-react/icons/scan";
import Table2 from "lucide-react/icons/table-2";
import ZoomIn from "lucide-react/icons/zoom-in";
import ZoomOut from "lucide-react/icons/zoom-out";
import { useState } from "react";
import { Button } from "../../../../ui/Button";
import { IconButton } from "../../../../ui/IconButton";
import { SELECT_BOX } from "../../../../ui/select-box";
import { readAddress } from "../../../address";
import { linkTo } from "../../../canvas/follow-address";
import type { ShownVariant } from "../../../cards/experiment/use-experiment";
import { useSignal } from "../../../session";
import { changeView } from "../../view";
import s from "./pages.module.css";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import { SaveMenu } from "./SaveMenu";

const COPIED_MS = 2000;
const EDGES = [
  { edge: 4, name: "4 px, colour" },
  { edge: 8, name: "8 px, pattern" },
  { edge: 16, name: "16 px, letter" },
] as const;

/** Which variants, how near, and what can be done with the picture. */
export function Tools(props: {
  model: PagesModel;
  pictures: readonly Picture[];
  variants: readonly ShownVariant[];
  a: ShownVariant;
  b: ShownVariant | null;
  isDifference: boolean;
  isTable: boolean;
  onTable(): void;
  onDifference(): void;
}) {
  const { model, pictures, variants, a, b, isDifference, isTable, onTable, onDifference } = props;
  const edge = useSignal(model.edge);
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(linkTo(Object.fromEntries(readAddress()))).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    });
  const name = ({ head }: ShownVariant) => `${head.letter}  ${head.name}`;
  return (
    <div className={s.tools}>
      <label>
        <span>Variant</span>
        <select
          className={SELECT_BOX}
          value={a.head.variant}
          onChange={(event) =>
            changeView({
              a: event.target.value,
              b: event.target.value === b?.head.variant ? null : (b?.head.variant ?? null),
            })
          }
        >
          {variants.map((variant) => (
            <option key={variant.head.variant} value={variant.head.variant}>
              {name(variant)}
            </option>
          ))}
        </select>
      </label>
      {variants.length > 1 && (
        <label>
          <span>beside</span>
          <select
            className={SELECT_BOX}
            value={b?.head.variant ?? ""}
            onChange={(event) => changeView({ b: event.target.value || null, show: null })}
          >
            <option value="">nothing</option>
            {variants
              .filter(({ head }) => head.variant !== a.head.variant)
              .map((variant) => (
                <option key={variant.head.variant} value={variant.head.variant}>
                  {name(variant)}
                </option>
              ))}
          </select>
        </label>
      )}
      {b !== null && (
        <Button
          glyph={Diff}
          hint="X"
          aria-pressed={isDifference}
          className={isDifference ? s.pressed : ""}
          onClick={onDifference}
        >
          Difference
        </Button>
      )}
      <span className={s.space} />
      <label>
        <span>Cells</span>
        <select
          className={SELECT_BOX}
          value={edge}
          onChange={(event) => model.setEdge(Number(event.target.value))}
        >
          {EDGES.map(({ edge: size, name: text }) => (
            <option key={size} value={size}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <IconButton glyph={ZoomOut} name="Farther" hint="-" onClick={() => model.zoom(-1)} />
      <IconButton glyph={ZoomIn} name="Closer" hint="+" onClick={() => model.zoom(1)} />
      <IconButton glyph={Scan} name="Whole machine" hint="0" onClick={() => model.fit()} />
      <IconButton
        glyph={Table2}
        name={isTable ? "States and pages" : "Blocks by order"}
        hint="T"
        aria-pressed={isTable}
        onClick={onTable}
      />
      <SaveMenu model={model} pictures={pictures} looks={b === null ? [a.look] : [a.look, b.look]} />
      <IconButton
        glyph={LinkIcon}
        name={isCopied ? "Copied" : "Copy a link to this place and moment"}
        side="bottom-end"
        onClick={copy}
      />
    </div>
  );
}
