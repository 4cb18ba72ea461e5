import { lazy, Suspense } from "react";
import { useSession, useSignal } from "../session";
import { slide } from "./slides";
import { useStage } from "./use-stage";

const StageOverlay = lazy(() => import("./StageOverlay"));
const StageChip = lazy(() => import("./StageChip"));
const FollowFrame = lazy(() => import("../together/FollowFrame"));

/** Over the canvas, what a session needs, from the moment that it does. */
export function StageLayer() {
  const { spotlight } = useStage();
  const leader = useSignal(useSession().leader);
  const shown = useSignal(slide);
  return (
    <Suspense>
      {leader !== null && <FollowFrame leader={leader} />}
      {(spotlight || shown !== null) && <StageOverlay />}
    </Suspense>
  );
}

/** In the bar, the timer and what is talked about. */
export function StageMark() {
  const { timer, agenda } = useStage();
  return <Suspense>{(timer || agenda?.current) && <StageChip />}</Suspense>;
}
