import type { Camera } from "@carveout/canvas";
import { type BoardJson, compareBoards, readBoard, withItemsOf } from "@carveout/model";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import HistoryIcon from "lucide-react/icons/history";
import Undo2 from "lucide-react/icons/undo-2";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/Button";
import { IconButton } from "../../../ui/IconButton";
import { SELECT_BOX } from "../../../ui/select-box";
import { clockTime, timeAgo } from "../../../ui/time";
import { Whiteboard } from "../../canvas/whiteboard";
import {
  type Moment,
  type MomentResults,
  readHistory,
  readMoment,
  readMomentResults,
} from "../../history/api";
import { Timeline } from "../../history/Timeline";
import { type History, sentenceOf, useHistory } from "../../history/use-history";
import { versionsIn } from "../../history/versions";
import { Opening } from "../../Opening";
import { type BoardSession, SessionContext, useCanEdit, useSession, useSignal } from "../../session";
import { ViewHead } from "../ViewHead";
import { changeView, closeView, type View } from "../view";
import { Differences } from "./Differences";
import { flagsOf } from "./flags";
import s from "./moment.module.css";
import { PastCanvas } from "./PastCanvas";
import { openPast } from "./past-session";

interface Loaded {
  number: number;
  moment: Moment;
  board: BoardJson;
  results: MomentResults;
}

/** The board as it was at a moment, what is different from then, and the way back for all of it or one item. */
export function MomentView({ view }: { view: View }) {
  const live = useSession();
  const number = Number(view.params.get("moment"));
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const camera = useRef<Camera | null>(null);
  camera.current ??= live.guide instanceof Whiteboard ? live.guide.engine.camera() : null;
  const onCamera = useCallback((moved: Camera) => {
    camera.current = moved;
  }, []);
  useEffect(() => {
    let isStale = false;
    load(live.board, number).then(
      (found) => {
        if (isStale) return;
        setLoaded(found);
        setProblem(null);
      },
      (error: unknown) => isStale || setProblem(sentenceOf(error)),
    );
    return () => {
      isStale = true;
    };
  }, [live, number]);
  if (problem !== null)
    return (
      <>
        <ViewHead glyph={HistoryIcon} name="History" />
        <div className={s.gone}>
          <p role="alert">{problem}</p>
          <Button onClick={closeView} hint="Escape">
            Back to the board
          </Button>
        </div>
      </>
    );
  if (loaded === null) return <Opening />;
  return <Look loaded={loaded} view={view} camera={camera.current} onCamera={onCamera} />;
}

async function load(board: string, number: number): Promise<Loaded> {
  const [page, then, results] = await Promise.all([
    readHistory(board, number + 1),
    readMoment(board, number),
    readMomentResults(board, number),
  ]);
  const [moment] = page.moments;
  if (moment?.number !== number) throw new Error("The board's history has no such moment any more.");
  return { number, moment, board: then, results };
}

function Look(props: {
  loaded: Loaded;
  view: View;
  camera: Camera | null;
  onCamera: (camera: Camera) => void;
}) {
  const { loaded, view, camera, onCamera } = props;
  const live = useSession();
  const canEdit = useCanEdit();
  const history = useHistory();
  const other = useOther(view.params.get("against"));
  const [past, setPast] = useState<BoardSession | null>(null);
  const [tab, setTab] = useState<"differences" | "timeline">("differences");
  useEffect(() => {
    const opened = openPast(live, loaded.board, loaded.results);
    setPast(opened);
    return () => opened.destroy();
  }, [live, loaded]);
  const changes = useMemo(
    () => (other.board === null ? null : compareBoards(loaded.board, other.board)),
    [loaded, other.board],
  );
  const flags = useMemo(
    () => (changes === null || other.board === null ? [] : flagsOf(changes.items, other.board)),
    [changes, other.board],
  );
  const then = new Date(loaded.moment.at);
  const names = Object.values(useSignal(versionsIn(live)))
    .filter(({ moment }) => moment === loaded.number)
    .map(({ name }) => name);
  const restore = (ids: ReadonlySet<string> | null) => {
    live.history.endStep();
    live.edits.become(ids === null ? loaded.board : withItemsOf(readBoard(live.doc), loaded.board, ids));
    live.history.endStep();
  };
  const count = (changes?.items.length ?? 0) + (changes?.title ? 1 : 0);
  return (
    <>
      <ViewHead glyph={HistoryIcon} name="History" />
      <div className={s.banner} role="status">
        <Steps history={history} number={loaded.number} />
        <span className={s.told}>
          Looking at {names.map((name) => `“${name}”, `)}
          <b>{whenOf(then)}</b>, {agoOf(then)}
          {other.board === null ? "" : `; ${differWords(count)} from ${other.words}`}.
          <span className="pointer-coarse:hidden"> Escape to return.</span>
        </span>
        {canEdit && other.isNow && count > 0 && (
          <Button
            look="primary"
            glyph={Undo2}
            onClick={() => {
              restore(null);
              closeView();
            }}
          >
            Restore the whole board
          </Button>
        )}
      </div>
      <div className={s.body}>
        {past === null ? (
          <Opening />
        ) : (
          <SessionContext value={past}>
            <PastCanvas key={past.doc.guid} flags={flags} camera={camera} onCamera={onCamera} />
          </SessionContext>
        )}
        <aside className={s.aside} aria-label="What is different, and other moments">
          <div className={s.tabs} role="tablist" aria-label="Beside the board">
            {(["differences", "timeline"] as const).map((name) => (
              <button
                key={name}
                type="button"
                role="tab"
                id={`moment-${name}`}
                aria-selected={tab === name}
                aria-controls="moment-aside"
                onClick={() => setTab(name)}
              >
                {name === "differences" ? `Differences ${changes === null ? "" : count}` : "Timeline"}
              </button>
            ))}
          </div>
          <div className={s.panel} role="tabpanel" id="moment-aside" aria-labelledby={`moment-${tab}`}>
            {tab === "timeline" && history !== null && <Timeline history={history} shown={loaded.number} />}
            {tab === "differences" && (
              <>
                <Against view={view} moment={loaded.number} />
                {other.problem !== null && <p role="alert">{other.problem}</p>}
                {changes !== null && (
                  <Differences
                    changes={changes}
                    heads={[whenOf(then), other.words]}
                    onShow={(id) => past?.guide?.goTo(id, "")}
                    onRestore={canEdit && other.isNow ? (id) => restore(new Set([id])) : null}
                  />
                )}
              </>
            )}
          </div>
        </aside>
      </div>
    </>
  );
}

/** To the moments before and after, where it is known which those are. */
function Steps({ history, number }: { history: History | null; number: number }) {
  const moments = history?.moments ?? [];
  const index = moments.findIndex((moment) => moment.number === number);
  const later = index < 0 ? undefined : moments[index - 1];
  const earlier = index < 0 ? undefined : moments[index + 1];
  const go = (moment: Moment | undefined) =>
    moment && changeView({ moment: String(moment.number), against: null }, "step");
  return (
    <span className="flex">
      <IconButton
        glyph={ChevronLeft}
        name="The moment before"
        side="right"
        disabled={earlier === undefined}
        onClick={() => go(earlier)}
      />
      <IconButton
        glyph={ChevronRight}
        name="The moment after"
        side="right"
        disabled={later === undefined}
        onClick={() => go(later)}
      />
    </span>
  );
}

/** What the moment is compared with: now, the moment before it, or a named version. */
function Against({ view, moment }: { view: View; moment: number }) {
  const versions = Object.entries(useSignal(versionsIn(useSession())));
  return (
    <label className={s.against}>
      <span>Compared with</span>
      <select
        className={`${SELECT_BOX} flex-1`}
        value={view.params.get("against") ?? ""}
        onChange={(event) => changeView({ against: event.target.value || null })}
      >
        <option value="">Now</option>
        {moment > 1 && <option value={String(moment - 1)}>The moment before</option>}
        {versions
          .filter(([, version]) => version.moment !== moment)
          .map(([id, version]) => (
            <option key={id} value={String(version.moment)}>
              {version.name}
            </option>
          ))}
      </select>
    </label>
  );
}

interface Other {
  board: BoardJson | null;
  isNow: boolean;
  words: string;
  problem: string | null;
}

/** The other side of the comparison: the board of now as it changes, or another moment. */
function useOther(against: string | null): Other {
  const live = useSession();
  const isNow = against === null;
  const [now, setNow] = useState(() => readBoard(live.doc));
  const [other, setOther] = useState<{
    moment: string;
    board: BoardJson | null;
    problem: string | null;
  } | null>(null);
  useEffect(() => {
    let frame = 0;
    const read = () => {
      frame = 0;
      setNow(readBoard(live.doc));
    };
    const mark = () => {
      if (frame === 0) frame = requestAnimationFrame(read);
    };
    const stops = [live.items.onChange(mark), live.title.subscribe(mark)];
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [live]);
  useEffect(() => {
    if (against === null) return;
    let isStale = false;
    readMoment(live.board, Number(against)).then(
      (board) => isStale || setOther({ moment: against, board, problem: null }),
      (error: unknown) => isStale || setOther({ moment: against, board: null, problem: sentenceOf(error) }),
    );
    return () => {
      isStale = true;
    };
  }, [live, against]);
  if (isNow) return { board: now, isNow, words: "now", problem: null };
  const found = other?.moment === against ? other : null;
  return { board: found?.board ?? null, isNow, words: "the other moment", problem: found?.problem ?? null };
}

function whenOf(then: Date): string {
  const isToday = then.toDateString() === new Date().toDateString();
  const day = then.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return isToday ? clockTime(then) : `${day}, ${clockTime(then)}`;
}

function agoOf(then: Date): string {
  const words = timeAgo(then, new Date());
  return words === "now" ? "less than a minute ago" : words;
}

function differWords(count: number): string {
  if (count === 0) return "nothing differs";
  return count === 1 ? "1 item differs" : `${count} items differ`;
}
