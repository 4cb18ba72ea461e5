import type { ItemId } from "@carveout/model";
import Download from "lucide-react/icons/download";
import Table2 from "lucide-react/icons/table-2";
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useId,
  useRef,
  useState,
} from "react";
import { IconButton } from "../../../ui/IconButton";
import { isLetterKey, keyName } from "../../../ui/key";
import { Menu } from "../../../ui/Menu";
import { Discuss } from "../../threads";
import { PICTURE_FORMATS, type PictureFile, type PictureFormat, savePicture } from "../export";
import t from "../table.module.css";
import { ClockContext } from "./clock";
import s from "./picture.module.css";
import type { PictureTable } from "./table";

/** What all pictures of a view share: whether tables stand in their places, and where they come from. */
export interface PictureSetting {
  areTables: boolean;
  provenance: readonly string[];
  /** The experiment they are of, for what is said about them. */
  item?: ItemId;
}

export const PictureContext = createContext<PictureSetting>({ areTables: false, provenance: [] });

/** Title, drawing, the table behind it, and the ways to save it. */
export function Picture(props: {
  title: string;
  subtitle?: ReactNode;
  /** Right of the title: a legend, what is chosen. */
  aside?: ReactNode;
  table: () => PictureTable;
  children: ReactNode;
}) {
  const { title, subtitle, aside, table, children } = props;
  const { areTables, provenance, item } = useContext(PictureContext);
  const clock = useContext(ClockContext);
  const [own, setOwn] = useState<{ isTable: boolean; over: boolean } | null>(null);
  const isTable = own !== null && own.over === areTables ? own.isTable : areTables;
  const titleId = useId();
  const body = useRef<HTMLDivElement>(null);
  const toggle = () => setOwn({ isTable: !isTable, over: areTables });
  const onKeyDown = (event: KeyboardEvent) => {
    const key = keyName(event.nativeEvent);
    const isField = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
    if (key !== "t" || !isLetterKey(key) || isField) return;
    event.preventDefault();
    event.stopPropagation();
    toggle();
  };
  const save = (format: PictureFormat) => {
    const file: PictureFile = {
      title,
      table: table(),
      svgs: [...(body.current?.querySelectorAll("svg[data-picture]") ?? [])] as SVGSVGElement[],
      provenance,
    };
    void savePicture(format, file);
  };
  return (
    <section className={s.picture} aria-labelledby={titleId} onKeyDown={onKeyDown}>
      <header className={s.head}>
        <h2 id={titleId}>{title}</h2>
        <span className={s.subtitle}>{subtitle}</span>
        {aside}
        <span className={s.tools}>
          {item !== undefined && clock !== null && (
            <Discuss
              at={{ at: "chart", item, chart: title }}
              name={`Comment on ${title} at this time`}
              anchor={() => ({
                at: "chart",
                item,
                chart: title.slice(0, MAX_CHART_NAME),
                tMs: clock.t.get(),
              })}
            />
          )}
          <IconButton
            glyph={Table2}
            size={14}
            name={isTable ? `${title} as a picture` : `${title} as a table`}
            hint="T"
            side="bottom-end"
            aria-pressed={isTable}
            onClick={toggle}
          />
          <SaveButton title={title} isTable={isTable} onSave={save} />
        </span>
      </header>
      <div ref={body}>{isTable ? <TableView caption={title} table={table()} /> : children}</div>
    </section>
  );
}

/** Of a chart's name in a thread's anchor. */
const MAX_CHART_NAME = 40;

function SaveButton(props: { title: string; isTable: boolean; onSave: (format: PictureFormat) => void }) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  return (
    <>
      <IconButton
        glyph={Download}
        size={14}
        name={`Save ${props.title}`}
        side="bottom-end"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 4 });
        }}
      />
      {at !== null && (
        <Menu
          label={`Save ${props.title}`}
          at={at}
          items={PICTURE_FORMATS.map((format) => ({
            label: format,
            detail: DETAILS[format],
            disabled: props.isTable && format !== "CSV",
            onSelect: () => props.onSave(format),
          }))}
          onClose={() => setAt(null)}
        />
      )}
    </>
  );
}

const DETAILS: Readonly<Record<PictureFormat, string>> = {
  CSV: "the table, for a spreadsheet",
  SVG: "the drawing, to be edited",
  PNG: "the drawing, for a mail or a slide",
};

/** Every value of a picture, in its place. */
function TableView({ caption, table }: { caption: string; table: PictureTable }) {
  const [first, ...others] = table.columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={`${t.table} ${s.table}`} tabIndex={0} aria-label={`${caption}, table`}>
      <table>
        <thead>
          <tr>
            {[first, ...others].map((column, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name, two may be called alike
              <th scope="col" key={i}>
                {column?.name} {column?.unit !== "" && <small>{column?.unit}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([head, ...cells]) => (
            <tr key={String(head)}>
              <th scope="row">{text(head ?? null)}</th>
              {cells.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row are its columns
                <td key={i}>{text(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function text(value: string | number | null): string {
  if (value === null) return "";
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 3 }) : value;
}
