import { useContext } from "react";
import { WhiteboardContext } from "../canvas/context";
import { AgendaList } from "./AgendaList";
import { PresentBox } from "./PresentBox";
import { TimerBox } from "./TimerBox";
import { useStage } from "./use-stage";

/** What a session is led with. */
export default function StagePanel() {
  const { timer, agenda } = useStage();
  const hasCanvas = useContext(WhiteboardContext) !== null;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <TimerBox timer={timer} />
      <AgendaList agenda={agenda} />
      {hasCanvas && <PresentBox />}
    </div>
  );
}
