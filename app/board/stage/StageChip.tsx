import type { TimerJson } from "@carveout/model";
import Timer from "lucide-react/icons/timer";
import { Icon } from "../../ui/Icon";
import { openPanel } from "../open-panel";
import { spokenLeft, timerText } from "./timer-text";
import { useStage } from "./use-stage";
import { useTimeLeft } from "./use-time-left";

/** What is talked about and how long still, where everybody sees it. */
export default function StageChip() {
  const { timer, agenda } = useStage();
  const point = agenda?.points.find(({ id }) => id === agenda.current);
  if (timer === undefined && point === undefined) return null;
  return (
    <button
      type="button"
      title="Open the session's timer and agenda"
      className="flex h-7 min-w-0 flex-none items-center gap-1.5 rounded-button border border-line bg-surface px-2 hover:bg-hover pointer-coarse:h-11"
      onClick={() => openPanel("stage")}
    >
      <Icon glyph={Timer} size={14} className="text-ink-2" />
      {timer && <Clock timer={timer} />}
      {point && <span className="max-w-40 truncate t-small text-ink-2 sm:max-xl:hidden">{point.text}</span>}
    </button>
  );
}

function Clock({ timer }: { timer: TimerJson }) {
  const left = useTimeLeft(timer);
  return (
    <>
      <span className={`t-num ${left <= 0 ? "text-err" : left <= 60_000 ? "text-warn" : "text-ink"}`}>
        {timerText(left)}
      </span>
      {left <= 0 && <span className="t-small text-err">over</span>}
      {timer.endsAt === null && <span className="t-small text-ink-3">paused</span>}
      <span role="status" className="sr-only">
        {timer.endsAt !== null && spokenLeft(left)}
      </span>
    </>
  );
}
