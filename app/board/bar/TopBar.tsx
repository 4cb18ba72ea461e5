import Lock from "lucide-react/icons/lock";
import Redo2 from "lucide-react/icons/redo-2";
import Share2 from "lucide-react/icons/share-2";
import Undo2 from "lucide-react/icons/undo-2";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { IconButton } from "../../ui/IconButton";
import { Mark } from "../../ui/Mark";
import { ThemeButton } from "../../ui/ThemeButton";
import { useCanEdit, useHistoryState, useIdentity, useSession } from "../session";
import { People } from "./People";
import { SavedMark } from "./SavedMark";
import { Title } from "./Title";

/** Where this is, whether it is kept, what can be taken back, who is here. */
export function TopBar({ onShare }: { onShare: () => void }) {
  return (
    <header className="relative z-30 flex h-11 flex-none items-center gap-2 border-line border-b bg-surface pr-2.5 pl-3">
      <a href="/" aria-label="All boards" title="All boards" className="rounded-field">
        <Mark />
      </a>
      <span aria-hidden className="text-ink-3">
        /
      </span>
      <Title />
      <SavedMark />
      <ReadOnly />
      <span className="flex-1" />
      <HistoryButtons />
      <ThemeButton />
      <Separator />
      <People />
      <Button look="primary" glyph={Share2} onClick={onShare}>
        Share
      </Button>
    </header>
  );
}

function HistoryButtons() {
  const session = useSession();
  const { canUndo, canRedo } = useHistoryState();
  if (!useCanEdit()) return null;
  return (
    <>
      <IconButton
        glyph={Undo2}
        name="Undo"
        hint="Ctrl Z"
        disabled={!canUndo}
        onClick={() => session.undo()}
      />
      <IconButton
        glyph={Redo2}
        name="Redo"
        hint="Ctrl Shift Z"
        disabled={!canRedo}
        onClick={() => session.redo()}
      />
    </>
  );
}

/** Who can't edit learns it before they try. */
function ReadOnly() {
  const identity = useIdentity();
  const canEdit = useCanEdit();
  if (identity === null || canEdit) return null;
  return (
    <Chip glyph={Lock} title="Ask an owner of the board for an editor's link to change something">
      read only as {identity.role}
    </Chip>
  );
}

function Separator() {
  return <span aria-hidden className="mx-1 h-4.5 w-px flex-none bg-line" />;
}
