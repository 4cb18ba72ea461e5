import { drawOn, type Print, printOf } from "@carveout/canvas";
import { formatNumber } from "@carveout/model";
import Download from "lucide-react/icons/download";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { useWhiteboard } from "../canvas/context";
import { exportBoard, type Format } from "./export";
import { lightLooks } from "./looks";
import { pngScale } from "./raster";

const FORMATS: readonly { format: Format; name: string; about: (print: Print) => string }[] = [
  { format: "svg", name: "SVG", about: () => "vectors, text stays text" },
  {
    format: "png",
    name: "PNG",
    about: (print) => {
      const side = (length: number) => formatNumber(Math.round(length * pngScale(print)));
      return `picture of ${side(print.box.w)} × ${side(print.box.h)} px`;
    },
  },
  { format: "pdf", name: "PDF", about: () => "one page of vectors, text can be searched" },
  {
    format: "json",
    name: "JSON",
    about: () => "the board itself: import it again, or give it to carveout run",
  },
];

type Progress = { state: "choosing" } | { state: "writing" } | { state: "failed"; sentence: string };

/** The board or the selection as a file. */
export default function ExportDialog({ onClose }: { onClose: () => void }) {
  const whiteboard = useWhiteboard();
  const [selected] = useState(() => whiteboard.engine.selection().items);
  const [isPart, setPart] = useState(selected.length > 0);
  const [format, setFormat] = useState<Format>("svg");
  const [progress, setProgress] = useState<Progress>({ state: "choosing" });
  const ids = isPart ? selected : undefined;
  const print = useMemo(() => printOf(whiteboard.engine, ids), [whiteboard, ids]);
  const save = async () => {
    setProgress({ state: "writing" });
    try {
      await exportBoard(whiteboard, format, ids);
      onClose();
    } catch (error) {
      setProgress({ state: "failed", sentence: error instanceof Error ? error.message : String(error) });
    }
  };
  if (print === null)
    return (
      <Dialog title="Export" onClose={onClose}>
        <p className="text-ink-2">
          The board is empty. Put something on it first, then there is something to export.
        </p>
      </Dialog>
    );
  return (
    <Dialog title="Export" width={560} onClose={onClose}>
      <Preview print={print} />
      <Choice legend="What">
        <Option group="what" checked={!isPart} onChoose={() => setPart(false)} name="The whole board">
          {items(whiteboard.engine.readingOrder().length)}
        </Option>
        <Option
          group="what"
          checked={isPart}
          disabled={selected.length === 0}
          onChoose={() => setPart(true)}
          name="The selection"
        >
          {selected.length === 0
            ? "nothing is selected"
            : `${items(selected.length)} and the wires between them`}
        </Option>
      </Choice>
      <Choice legend="Format">
        {FORMATS.map(({ format: each, name, about }) => (
          <Option
            key={each}
            group="format"
            checked={format === each}
            onChoose={() => setFormat(each)}
            name={name}
          >
            {about(print)}
          </Option>
        ))}
      </Choice>
      {progress.state === "failed" && (
        <p role="alert" className="mt-3 rounded-card border border-err bg-err-soft px-3 py-2">
          {progress.sentence}
        </p>
      )}
      <div className="mt-4 flex items-center justify-end gap-2">
        {progress.state === "writing" && (
          <progress className="h-1 w-32 accent-accent" aria-label="Writing the file" />
        )}
        <Button
          look="primary"
          glyph={Download}
          data-first-focus
          disabled={progress.state === "writing"}
          onClick={() => void save()}
        >
          {progress.state === "writing" ? "Writing the file" : `Save as ${format.toUpperCase()}`}
        </Button>
      </div>
    </Dialog>
  );
}

const items = (count: number) => (count === 1 ? "1 item" : `${formatNumber(count)} items`);

/** CSS pixels. */
const PREVIEW = { w: 518, h: 200 };

/** What will be in the picture, in its colours. */
function Preview({ print }: { print: Print }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = Math.min(1, PREVIEW.w / print.box.w, PREVIEW.h / print.box.h);
  useEffect(() => {
    if (canvas.current !== null)
      void drawOn(canvas.current, print, { ...lightLooks(), scale: scale * devicePixelRatio });
  }, [print, scale]);
  return (
    <div
      className="mb-3 grid place-items-center overflow-hidden rounded-card border border-line bg-sunken p-2"
      style={{ height: PREVIEW.h + 18 }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label="Preview"
        className="max-h-full max-w-full"
        style={{ width: print.box.w * scale, aspectRatio: `${print.box.w} / ${print.box.h}` }}
      />
    </div>
  );
}

function Choice({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="mt-3">
      <legend className="mb-1 t-title">{legend}</legend>
      <div className="overflow-hidden rounded-card border border-line">{children}</div>
    </fieldset>
  );
}

function Option(props: {
  group: string;
  name: string;
  checked: boolean;
  disabled?: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <label
      className={`flex items-baseline gap-2 border-line px-2.5 py-1.5 not-first:border-t pointer-coarse:py-3 ${
        props.disabled ? "text-ink-3" : "hover:bg-hover has-checked:bg-accent-soft"
      }`}
    >
      <input
        type="radio"
        name={props.group}
        checked={props.checked}
        disabled={props.disabled}
        onChange={props.onChoose}
        className="size-3.5 flex-none translate-y-0.5 accent-accent"
      />
      <b className="font-medium">{props.name}</b>
      <span className="t-small text-ink-2">{props.children}</span>
    </label>
  );
}
