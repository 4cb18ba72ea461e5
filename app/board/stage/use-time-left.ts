import { type TimerJson, timeLeft } from "@carveout/model";
import { useEffect, useState } from "react";
import { useSession } from "../session";

/** What the timer has left, ms, again at each whole second. */
export function useTimeLeft(timer: TimerJson): number {
  const session = useSession();
  const [now, setNow] = useState(() => session.serverNow());
  useEffect(() => {
    setNow(session.serverNow());
    if (timer.endsAt === null) return;
    let waiting: ReturnType<typeof setTimeout>;
    const tick = () => {
      const left = timeLeft(timer, session.serverNow());
      const toNextSecond = ((left % 1000) + 1000) % 1000;
      waiting = setTimeout(() => {
        setNow(session.serverNow());
        tick();
      }, toNextSecond + 1);
    };
    tick();
    return () => clearTimeout(waiting);
  }, [session, timer]);
  return timeLeft(timer, now);
}
