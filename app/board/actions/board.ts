import CircleUser from "lucide-react/icons/circle-user";
import Command from "lucide-react/icons/command";
import Import from "lucide-react/icons/import";
import Keyboard from "lucide-react/icons/keyboard";
import Redo2 from "lucide-react/icons/redo-2";
import Search from "lucide-react/icons/search";
import Share2 from "lucide-react/icons/share-2";
import ShieldX from "lucide-react/icons/shield-x";
import Undo2 from "lucide-react/icons/undo-2";
import { areLetterKeysOn, setLetterKeys } from "../../ui/letter-keys";
import type { Action } from "./action";

export const BOARD_ACTIONS: readonly Action[] = [
  {
    id: "board.undo",
    name: "Undo your last edit",
    group: "Board",
    keys: ["Ctrl Z"],
    edits: true,
    glyph: Undo2,
    when: ({ session }) => session.history.state.get().canUndo,
    run: ({ session }) => session.undo(),
  },
  {
    id: "board.redo",
    name: "Redo",
    group: "Board",
    keys: ["Ctrl Shift Z", "Ctrl Y"],
    edits: true,
    glyph: Redo2,
    when: ({ session }) => session.history.state.get().canRedo,
    run: ({ session }) => session.redo(),
  },
  {
    id: "board.commands",
    name: "Commands",
    group: "Board",
    keys: ["Ctrl K"],
    isAlwaysHeard: true,
    glyph: Command,
    run: ({ dialog }) => dialog.set({ name: "commands" }),
  },
  {
    id: "board.find",
    name: "Find on the board",
    group: "Board",
    keys: ["Ctrl F"],
    isAlwaysHeard: true,
    glyph: Search,
    also: "search jump",
    run: ({ dialog }) => dialog.set({ name: "find" }),
  },
  {
    id: "board.you",
    name: "Your name and sign-in",
    group: "Board",
    glyph: CircleUser,
    also: "account log in sign out rename me",
    run: ({ dialog }) => dialog.set({ name: "you" }),
  },
  {
    id: "board.help",
    name: "All keys",
    group: "Board",
    keys: ["?"],
    glyph: Keyboard,
    also: "help shortcuts",
    run: ({ dialog }) => dialog.set({ name: "help" }),
  },
  {
    id: "board.refusals",
    name: "Refused changes",
    group: "Board",
    glyph: ShieldX,
    also: "rejected errors restored",
    run: ({ dialog }) => dialog.set({ name: "refusals" }),
  },
  {
    id: "board.share",
    name: "Share",
    group: "Board",
    glyph: Share2,
    also: "link invite",
    run: ({ dialog }) => dialog.set({ name: "share" }),
  },
  {
    id: "board.import",
    name: "Import",
    group: "Board",
    edits: true,
    glyph: Import,
    also: "machine dmesg zoneinfo iomem meminfo board json",
    run: ({ dialog }) => dialog.set({ name: "import", files: [], at: null }),
  },
  {
    id: "board.letters-off",
    name: "Turn single-letter keys off",
    group: "Board",
    also: "shortcuts dictate",
    when: areLetterKeysOn,
    run: () => setLetterKeys(false),
  },
  {
    id: "board.letters-on",
    name: "Turn single-letter keys on",
    group: "Board",
    also: "shortcuts",
    when: () => !areLetterKeysOn(),
    run: () => setLetterKeys(true),
  },
];
