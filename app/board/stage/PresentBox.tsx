import Frame from "lucide-react/icons/frame";
import Presentation from "lucide-react/icons/presentation";
import { Button } from "../../ui/Button";
import { useWhiteboard } from "../canvas/context";
import { useCanEdit, useIdentity, useItemIds, usePeople, useSession } from "../session";
import { othersOf } from "../together/others";
import { startSlides } from "./slides";
import { useStage } from "./use-stage";

/** Showing the others something. */
export function PresentBox() {
  const { commands } = useSession();
  const whiteboard = useWhiteboard();
  const me = useIdentity()?.participant;
  const { spotlight } = useStage();
  const canEdit = useCanEdit();
  const others = othersOf(usePeople()).length;
  const frames = useItemIds("frame").length;
  const isOn = spotlight?.by === me;
  return (
    <section aria-labelledby="stage-present" className="p-4">
      <h3 id="stage-present" className="mb-2 t-title">
        Present
      </h3>
      <div className="flex flex-wrap gap-2">
        {canEdit && (
          <Button
            glyph={Presentation}
            disabled={!isOn && others === 0}
            onClick={() => commands.send(isOn ? "spotlight.end" : "spotlight.start", {})}
          >
            {isOn ? "Stop bringing everyone" : "Bring everyone to me"}
          </Button>
        )}
        <Button glyph={Frame} disabled={frames === 0} onClick={() => startSlides(whiteboard)}>
          Show the frames
        </Button>
      </div>
      <p className="mt-2 t-small text-ink-3">
        {others === 0 ? "Nobody else is here now. " : ""}
        {frames === 0
          ? "Draw frames (F) around parts of the board to show them one after the other."
          : `${frames === 1 ? "1 frame" : `${frames} frames`}, in their order; arrows go on and back.`}
      </p>
    </section>
  );
}
