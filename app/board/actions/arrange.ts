import AlignCenterHorizontal from "lucide-react/icons/align-center-horizontal";
import AlignCenterVertical from "lucide-react/icons/align-center-vertical";
import AlignEndHorizontal from "lucide-react/icons/align-end-horizontal";
import AlignEndVertical from "lucide-react/icons/align-end-vertical";
import AlignHorizontalSpaceBetween from "lucide-react/icons/align-horizontal-space-between";
import AlignStartHorizontal from "lucide-react/icons/align-start-horizontal";
import AlignStartVertical from "lucide-react/icons/align-start-vertical";
import AlignVerticalSpaceBetween from "lucide-react/icons/align-vertical-space-between";
import BringToFront from "lucide-react/icons/bring-to-front";
import Group from "lucide-react/icons/group";
import LayoutGrid from "lucide-react/icons/layout-grid";
import Lock from "lucide-react/icons/lock";
import SendToBack from "lucide-react/icons/send-to-back";
import Ungroup from "lucide-react/icons/ungroup";
import type { Glyph } from "../../ui/Icon";
import {
  alignSelected,
  canGroup,
  canTidy,
  canUngroup,
  distributeSelected,
  group,
  hasUnlocked,
  movableCount,
  restack,
  setLocked,
  tidy,
  ungroup,
} from "../arrange/arrange";
import type { Desk } from "../desk";
import type { Action } from "./action";

const atLeast =
  (count: number) =>
  ({ whiteboard }: Desk) =>
    whiteboard.selection.get().items.length >= count;
const canMove =
  (count: number) =>
  ({ whiteboard }: Desk) =>
    movableCount(whiteboard) >= count;

const ALIGN: readonly (readonly [Parameters<typeof alignSelected>[1], string, string, Glyph])[] = [
  ["left", "Align left edges", "Alt A", AlignStartVertical],
  ["centre", "Align centres", "Alt H", AlignCenterVertical],
  ["right", "Align right edges", "Alt D", AlignEndVertical],
  ["top", "Align upper edges", "Alt W", AlignStartHorizontal],
  ["middle", "Align middles", "Alt V", AlignCenterHorizontal],
  ["bottom", "Align lower edges", "Alt S", AlignEndHorizontal],
];

const STACK: readonly (readonly [Parameters<typeof restack>[1], string, string, Glyph | undefined])[] = [
  ["front", "Bring to front", "Ctrl Shift ]", BringToFront],
  ["forward", "Bring forward", "Ctrl ]", undefined],
  ["backward", "Send backward", "Ctrl [", undefined],
  ["back", "Send to back", "Ctrl Shift [", SendToBack],
];

export const ARRANGE_ACTIONS: readonly Action[] = [
  {
    id: "arrange.tidy",
    name: "Tidy: cards in columns by kind",
    group: "Arrange",
    glyph: LayoutGrid,
    edits: true,
    when: ({ whiteboard }) => canTidy(whiteboard),
    run: ({ whiteboard }) => tidy(whiteboard),
  },
  {
    id: "arrange.group",
    name: "Group",
    group: "Arrange",
    keys: ["Ctrl G"],
    edits: true,
    glyph: Group,
    when: ({ whiteboard }) => canGroup(whiteboard),
    run: ({ whiteboard }) => group(whiteboard),
  },
  {
    id: "arrange.ungroup",
    name: "Ungroup",
    group: "Arrange",
    keys: ["Ctrl Shift G"],
    edits: true,
    glyph: Ungroup,
    when: ({ whiteboard }) => canUngroup(whiteboard),
    run: ({ whiteboard }) => ungroup(whiteboard),
  },
  {
    id: "arrange.lock",
    name: "Lock or unlock",
    group: "Arrange",
    keys: ["Ctrl Shift L"],
    edits: true,
    glyph: Lock,
    also: "fix pin protect",
    when: atLeast(1),
    run: ({ whiteboard }) => setLocked(whiteboard, hasUnlocked(whiteboard)),
  },
  ...STACK.map(
    ([to, name, keys, glyph]): Action => ({
      id: `arrange.${to}`,
      name,
      group: "Arrange",
      keys: [keys],
      edits: true,
      ...(glyph ? { glyph } : {}),
      also: "order z-order layer pile",
      when: atLeast(1),
      run: ({ whiteboard }) => restack(whiteboard, to),
    }),
  ),
  ...ALIGN.map(
    ([edge, name, keys, glyph]): Action => ({
      id: `arrange.align-${edge}`,
      name,
      group: "Arrange",
      keys: [keys],
      edits: true,
      glyph,
      when: canMove(2),
      run: ({ whiteboard }) => alignSelected(whiteboard, edge),
    }),
  ),
  {
    id: "arrange.distribute-x",
    name: "Same gaps side by side",
    group: "Arrange",
    keys: ["Alt Shift H"],
    edits: true,
    glyph: AlignHorizontalSpaceBetween,
    also: "distribute horizontally space",
    when: canMove(3),
    run: ({ whiteboard }) => distributeSelected(whiteboard, "x"),
  },
  {
    id: "arrange.distribute-y",
    name: "Same gaps one below the other",
    group: "Arrange",
    keys: ["Alt Shift V"],
    edits: true,
    glyph: AlignVerticalSpaceBetween,
    also: "distribute vertically space",
    when: canMove(3),
    run: ({ whiteboard }) => distributeSelected(whiteboard, "y"),
  },
];
