import { Suspense } from "react";
import { late } from "../../ui/late";
import { useSession, useSignal } from "../session";
import { slide } from "./slide";
import { useStage } from "./use-stage";

const StageOverlay = late(() => import("./StageOverlay"));
const StageChip = late(() => import("./StageChip"));
const FollowFrame = late(() => import("../together/FollowFrame"));

/** Over the canvas, what a session needs, from the moment that it does. */
export function StageLayer() {
  const { spotlight } = useStage();
  const leader = useSignal(useSession().leader);
  const shown = useSignal(slide);
  return (
    <Suspense>
      {leader !== null && <FollowFrame leader={leader} edge="top" />}
      {(spotlight || shown !== null) && <StageOverlay />}
    </Suspense>
  );
}

/** The same under a phone's head. */
export function StageStrip() {
  const { timer, agenda } = useStage();
  if (!timer && !agenda?.current) return null;
  return (
    <div className="flex justify-center border-line border-b bg-surface px-3 py-1.5">
      <Suspense>
        <StageChip />
      </Suspense>
    </div>
  );
}

/** In the bar, the timer and what is talked about. */
export function StageMark() {
  const { timer, agenda } = useStage();
  return <Suspense>{(timer || agenda?.current) && <StageChip />}</Suspense>;
}
