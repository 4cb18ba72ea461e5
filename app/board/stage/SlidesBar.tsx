import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useEffect } from "react";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { isTyping } from "../../ui/key";
import { useWhiteboard } from "../canvas/context";
import { useIdentity, useSignal } from "../session";
import { slide } from "./slide";
import { endSlides, framesOf, stepSlides } from "./slides";
import { useStage } from "./use-stage";

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  PageDown: 1,
  " ": 1,
  ArrowLeft: -1,
  PageUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** While frames are presented: where this is, and the way on, back and out. */
export function SlidesBar() {
  const whiteboard = useWhiteboard();
  const shown = useSignal(slide);
  const isSpotlit = useStage().spotlight?.by === useIdentity()?.participant;
  const isOn = shown !== null;
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (step === undefined && event.key !== "Escape") return;
      // A button that has the focus is pressed by the space bar.
      if (event.key === " " && event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      event.stopPropagation();
      if (step === undefined) endSlides(whiteboard, isSpotlit);
      else stepSlides(whiteboard, step);
    };
    // Before the canvas, for which arrows and Escape mean something else.
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [whiteboard, isOn, isSpotlit]);
  if (shown === null) return null;
  const frames = framesOf(whiteboard);
  const at = frames.findIndex(([id]) => id === shown);
  const [, frame] = frames[at] ?? [];
  return (
    <div className="absolute bottom-3 left-1/2 z-20 flex -translate-x-1/2 items-center gap-1 rounded-panel border border-line bg-surface p-1 shadow-e2">
      <IconButton
        glyph={ChevronLeft}
        name="Frame before"
        hint="←"
        side="top"
        disabled={at <= 0}
        onClick={() => stepSlides(whiteboard, -1)}
      />
      <p role="status" className="flex max-w-80 items-baseline gap-1.5 px-1">
        <span className="t-num text-ink-2">
          {at + 1} / {frames.length}
        </span>
        <b className="truncate font-medium">{frame?.name || "Frame"}</b>
      </p>
      <IconButton
        glyph={ChevronRight}
        name="Next frame"
        hint="→"
        side="top"
        disabled={at >= frames.length - 1}
        onClick={() => stepSlides(whiteboard, 1)}
      />
      <Button look="ghost" hint="Escape" onClick={() => endSlides(whiteboard, isSpotlit)}>
        End
      </Button>
    </div>
  );
}
