import Download from "lucide-react/icons/download";
import Lock from "lucide-react/icons/lock";
import Redo2 from "lucide-react/icons/redo-2";
import Search from "lucide-react/icons/search";
import Share2 from "lucide-react/icons/share-2";
import Undo2 from "lucide-react/icons/undo-2";
import { Suspense } from "react";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { ariaKeys } from "../../ui/key";
import { late } from "../../ui/late";
import { Mark } from "../../ui/Mark";
import { ThemeButton } from "../../ui/ThemeButton";
import type { OpenDialog } from "../desk";
import { PanelButtons } from "../panels/PanelButtons";
import { useCanEdit, useHistoryState, useIdentity, useSession } from "../session";
import { useSettled } from "../settled";
import { StageMark } from "../stage/StageLayer";
import { People } from "./People";
import { SavedMark } from "./SavedMark";
import { Title } from "./Title";

const RefusedMark = late(() => import("./RefusedMark"));

/** Where this is, whether it is kept, what can be taken back, who is here. */
export function TopBar({ onOpen }: { onOpen: (dialog: OpenDialog) => void }) {
  const isSettled = useSettled();
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
      {isSettled && (
        <Suspense>
          <RefusedMark onOpen={() => onOpen({ name: "refusals" })} />
        </Suspense>
      )}
      <ReadOnly />
      <span className="flex-1" />
      <CommandButton onClick={() => onOpen({ name: "commands" })} />
      <span className="flex-1" />
      <HistoryButtons />
      <StageMark />
      <PanelButtons />
      <ThemeButton />
      <Separator />
      <People onYou={() => onOpen({ name: "you" })} />
      <IconButton
        glyph={Download}
        name="Export"
        hint="Ctrl Shift E"
        onClick={() => onOpen({ name: "export" })}
      />
      <Button look="primary" glyph={Share2} onClick={() => onOpen({ name: "share" })}>
        Share
      </Button>
    </header>
  );
}

/** Looks like the box that it opens. */
function CommandButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKeys("Ctrl K")}
      onClick={onClick}
      className="flex h-7 w-64 items-center gap-2 rounded-button border border-line bg-sunken px-2 t-small text-ink-3 hover:bg-hover max-lg:w-auto"
    >
      <Icon glyph={Search} size={14} />
      <span className="flex-1 text-left max-lg:sr-only">Commands</span>
      <kbd>Ctrl K</kbd>
    </button>
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
      {identity.role === "commenter" ? "you can comment" : `read only as ${identity.role}`}
    </Chip>
  );
}

function Separator() {
  return <span aria-hidden className="mx-1 h-4.5 w-px flex-none bg-line" />;
}
