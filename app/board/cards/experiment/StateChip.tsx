import Check from "lucide-react/icons/check";
import CircleX from "lucide-react/icons/circle-x";
import EqualApproximately from "lucide-react/icons/equal-approximately";
import Hourglass from "lucide-react/icons/hourglass";
import Loader from "lucide-react/icons/loader";
import OctagonX from "lucide-react/icons/octagon-x";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Unplug from "lucide-react/icons/unplug";
import { Chip } from "../../../ui/Chip";
import type { Glyph } from "../../../ui/Icon";
import type { Column, StateIcon } from "./column";

const GLYPHS: Readonly<Record<StateIcon, Glyph>> = {
  waiting: Hourglass,
  estimate: EqualApproximately,
  queued: Hourglass,
  running: Loader,
  result: Check,
  warning: TriangleAlert,
  "no run": CircleX,
  "ended early": OctagonX,
  panic: OctagonX,
  incomplete: Unplug,
};

/** Where a variant stands: tone, icon and words. */
export function StateChip({ chip }: { chip: Column["chip"] }) {
  return (
    <Chip tone={chip.tone} glyph={GLYPHS[chip.icon]}>
      {chip.text}
    </Chip>
  );
}
