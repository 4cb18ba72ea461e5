import {
  type AgendaJson,
  type AgendaPointJson,
  MAX_POINT_LENGTH,
  MAX_POINT_MINUTES,
  randomKey,
} from "@carveout/model";
import ArrowUp from "lucide-react/icons/arrow-up";
import Play from "lucide-react/icons/play";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { useCanEdit, useSession } from "../session";

const NO_AGENDA: AgendaJson = { points: [], current: null };

/** What is to be talked about, in order. Going to a point ticks off the one before and starts its minutes. */
export function AgendaList({ agenda = NO_AGENDA }: { agenda: AgendaJson | undefined }) {
  const canEdit = useCanEdit();
  const { points, current } = agenda;
  const minutes = points.reduce((sum, point) => sum + point.minutes, 0);
  return (
    <section aria-labelledby="stage-agenda" className="border-line border-b p-4">
      <h3 id="stage-agenda" className="mb-2 flex items-baseline gap-2 t-title">
        Agenda
        {minutes > 0 && <span className="t-small font-normal text-ink-3">{minutes} min</span>}
      </h3>
      {points.length === 0 && (
        <p className="mb-2 text-ink-2">
          {canEdit
            ? "No agenda yet. Add the first point; everybody who comes sees where the session is."
            : "No agenda yet. Editors and owners set one up."}
        </p>
      )}
      <ol className="-mx-2 grid gap-0.5">
        {points.map((point, index) => (
          <Point
            key={point.id}
            point={point}
            isCurrent={point.id === current}
            above={index < 1 ? undefined : (points[index - 2]?.id ?? null)}
          />
        ))}
      </ol>
      {canEdit && <AddPoint />}
    </section>
  );
}

function Point(props: {
  point: AgendaPointJson;
  isCurrent: boolean;
  /** The point to stand behind when it goes up; undefined where it is first. */
  above: string | null | undefined;
}) {
  const { point, isCurrent, above } = props;
  const { commands } = useSession();
  const canEdit = useCanEdit();
  return (
    <li
      aria-current={isCurrent ? "step" : undefined}
      className={`group flex min-h-8 items-center gap-2 rounded-button px-2 py-0.5 pointer-coarse:min-h-11 ${
        isCurrent ? "bg-accent-soft" : "hover:bg-hover"
      }`}
    >
      <input
        type="checkbox"
        aria-label={`Done: ${point.text}`}
        checked={point.done}
        disabled={!canEdit}
        onChange={(event) => commands.send("agenda.tick", { point: point.id, done: event.target.checked })}
        className="size-4 flex-none accent-accent"
      />
      <span
        className={`min-w-0 flex-1 wrap-anywhere ${point.done ? "text-ink-3 line-through" : ""} ${
          isCurrent ? "font-medium" : ""
        }`}
      >
        {point.text}
        {isCurrent && <span className="ml-1.5 t-small font-normal text-accent">now</span>}
      </span>
      {point.minutes > 0 && <span className="flex-none t-small text-ink-3">{point.minutes} min</span>}
      {canEdit && (
        <span className="flex flex-none">
          <IconButton
            glyph={Play}
            size={14}
            side="left"
            name="Talk about it"
            aria-label={`Talk about ${point.text}`}
            disabled={isCurrent}
            onClick={() => commands.send("agenda.go", { point: point.id })}
          />
          <IconButton
            glyph={ArrowUp}
            size={14}
            side="left"
            name="Move up"
            aria-label={`Move ${point.text} up`}
            disabled={above === undefined}
            onClick={() =>
              above !== undefined && commands.send("agenda.move", { point: point.id, after: above })
            }
          />
          <IconButton
            glyph={X}
            size={14}
            side="left"
            name="Remove"
            aria-label={`Remove ${point.text}`}
            onClick={() => commands.send("agenda.remove", { point: point.id })}
          />
        </span>
      )}
    </li>
  );
}

function AddPoint() {
  const { commands } = useSession();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [minutes, setMinutes] = useState(10);
  const field = "h-7 rounded-field border border-line-strong bg-surface px-2 pointer-coarse:h-11";
  return (
    <form
      className="mt-2 flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        commands.send("agenda.add", { point: randomKey(10), text: text.trim(), minutes: minutes || 0 });
        setText("");
        box.current?.focus();
      }}
    >
      <input
        ref={box}
        aria-label="New point"
        placeholder="New point"
        value={text}
        maxLength={MAX_POINT_LENGTH}
        onChange={(event) => setText(event.target.value)}
        className={`min-w-0 flex-1 placeholder:text-ink-3 ${field}`}
      />
      <input
        type="number"
        aria-label="Its minutes, 0 for as long as it takes"
        min={0}
        max={MAX_POINT_MINUTES}
        value={Number.isNaN(minutes) ? "" : minutes}
        onChange={(event) => setMinutes(event.target.valueAsNumber)}
        className={`w-14 text-right t-num ${field}`}
      />
      <span className="t-small text-ink-2">min</span>
      <Button type="submit" glyph={Plus}>
        Add
      </Button>
    </form>
  );
}
