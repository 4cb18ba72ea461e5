import type { Tool } from "@carveout/canvas";
import Activity from "lucide-react/icons/activity";
import Eraser from "lucide-react/icons/eraser";
import FlaskConical from "lucide-react/icons/flask-conical";
import Frame from "lucide-react/icons/frame";
import Hand from "lucide-react/icons/hand";
import ImageGlyph from "lucide-react/icons/image";
import Mail from "lucide-react/icons/mail";
import MemoryStick from "lucide-react/icons/memory-stick";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import MousePointer2 from "lucide-react/icons/mouse-pointer-2";
import PenLine from "lucide-react/icons/pen-line";
import Shapes from "lucide-react/icons/shapes";
import Spline from "lucide-react/icons/spline";
import Split from "lucide-react/icons/split";
import StickyNote from "lucide-react/icons/sticky-note";
import Type from "lucide-react/icons/type";
import Wand from "lucide-react/icons/wand";
import type { Glyph } from "../../ui/Icon";
import { ahead } from "../../ui/late";
import { newExperiment, newWorkload } from "../canvas/drafts";
import type { Whiteboard } from "../canvas/whiteboard";
import type { OpenDialog, ToolMenu } from "../desk";

export interface ToolButton {
  name: string;
  /** The key that chooses it, as it is shown. */
  hint: string;
  glyph: Glyph;
  /** Only for those who may edit. */
  edits: boolean;
  /** Only for those who may comment. */
  comments?: true;
  isOn(tool: Tool): boolean;
  act: { menu: ToolMenu } | { dialog: OpenDialog } | ((whiteboard: Whiteboard) => void);
}

/** What is drawn and written by hand comes with the first tool for it. */
const loadDrawn = ahead(() => import("../drawn/tools"));
const drawn = (start: (tools: typeof import("../drawn/tools"), whiteboard: Whiteboard) => void) => {
  return (whiteboard: Whiteboard) => void loadDrawn().then((tools) => start(tools, whiteboard));
};
const loadPickImages = ahead(() => import("../images/pick-images"));

const isOwn = (id: string) => (tool: Tool) => tool.name === "own" && tool.id.startsWith(id);

const isPlacing = (kind: string) => (tool: Tool) => tool.name === "place" && tool.kind === kind;

/** The tool bar from top to bottom, in groups. */
export const TOOLS: readonly (readonly ToolButton[])[] = [
  [
    {
      name: "Select",
      hint: "V",
      glyph: MousePointer2,
      edits: false,
      isOn: (tool) => tool.name === "select",
      act: ({ engine }) => engine.setTool({ name: "select" }),
    },
    {
      name: "Hand",
      hint: "H",
      glyph: Hand,
      edits: false,
      isOn: (tool) => tool.name === "hand",
      act: ({ engine }) => engine.setTool({ name: "hand" }),
    },
  ],
  [
    {
      name: "Profile",
      hint: "P",
      glyph: MemoryStick,
      edits: true,
      isOn: isPlacing("profile"),
      act: { menu: "profile" },
    },
    {
      name: "Strategy",
      hint: "S",
      glyph: Split,
      edits: true,
      isOn: isPlacing("strategy"),
      act: { menu: "strategy" },
    },
    {
      name: "Workload",
      hint: "W",
      glyph: Activity,
      edits: true,
      isOn: isPlacing("workload"),
      act: (whiteboard) => whiteboard.startPlacing(newWorkload()),
    },
    {
      name: "Experiment",
      hint: "E",
      glyph: FlaskConical,
      edits: true,
      isOn: isPlacing("experiment"),
      act: (whiteboard) => whiteboard.startPlacing(newExperiment()),
    },
  ],
  [
    {
      name: "Connector",
      hint: "L",
      glyph: Spline,
      edits: true,
      isOn: (tool) => tool.name === "connector",
      act: ({ engine }) => engine.setTool({ name: "connector" }),
    },
    {
      name: "Proposal",
      hint: "M",
      glyph: Mail,
      edits: true,
      isOn: () => false,
      act: { dialog: { name: "proposal", files: [], text: "", at: null } },
    },
    {
      name: "Note",
      hint: "N",
      glyph: StickyNote,
      edits: true,
      isOn: (tool) => tool.name === "note",
      act: ({ engine }) => engine.setTool({ name: "note" }),
    },
    {
      name: "Text",
      hint: "T",
      glyph: Type,
      edits: true,
      isOn: isPlacing("text"),
      act: drawn((tools, whiteboard) => tools.startText(whiteboard)),
    },
    {
      name: "Shape",
      hint: "R",
      glyph: Shapes,
      edits: true,
      isOn: isPlacing("shape"),
      act: { menu: "shape" },
    },
    {
      name: "Frame",
      hint: "F",
      glyph: Frame,
      edits: true,
      isOn: isPlacing("frame"),
      act: drawn((tools, whiteboard) => tools.startFrame(whiteboard)),
    },
    {
      name: "Image",
      hint: "I",
      glyph: ImageGlyph,
      edits: true,
      isOn: () => false,
      act: (whiteboard) => void loadPickImages().then(({ pickImages }) => pickImages(whiteboard)),
    },
  ],
  [
    {
      name: "Ink",
      hint: "D",
      glyph: PenLine,
      edits: true,
      isOn: isOwn("ink"),
      act: drawn((tools, whiteboard) => tools.startInk(whiteboard)),
    },
    {
      name: "Eraser",
      hint: "Shift D",
      glyph: Eraser,
      edits: true,
      isOn: isOwn("eraser"),
      act: drawn((tools, whiteboard) => tools.startEraser(whiteboard)),
    },
    {
      name: "Laser pointer",
      hint: "K",
      glyph: Wand,
      edits: false,
      isOn: isOwn("laser"),
      act: drawn((tools, whiteboard) => tools.startLaser(whiteboard)),
    },
  ],
  [
    {
      name: "Comment",
      hint: "C",
      glyph: MessageCirclePlus,
      edits: false,
      comments: true,
      isOn: (tool) => tool.name === "comment",
      act: ({ engine }) => engine.setTool({ name: "comment" }),
    },
  ],
];
