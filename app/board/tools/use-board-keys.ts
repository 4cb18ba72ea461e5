import { useEffect, useState } from "react";
import { isLetterKey, isTyping, keyName } from "../../ui/key";
import { areLetterKeysOn } from "../../ui/letter-keys";
import { useWhiteboard } from "../canvas/context";
import type { Whiteboard } from "../canvas/whiteboard";
import { useSession } from "../session";
import { TOOLS, type ToolMenu } from "./tools";

/** The board's keys beside those of the canvas itself: tools by letter, undo, duplicate, help. */
export function useBoardKeys({ onHelp }: { onHelp: () => void }) {
  const session = useSession();
  const whiteboard = useWhiteboard();
  const [toolMenu, setToolMenu] = useState<ToolMenu | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const key = keyName(event);
      if (isLetterKey(key) && !areLetterKeysOn()) return;
      const action = actionOf(key);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    const actionOf = (key: string): (() => void) | undefined => {
      if (key === "?") return onHelp;
      const canEdit = session.can.get().edit;
      const tool = TOOLS.flat().find(({ hint, edits }) => hint.toLowerCase() === key && (canEdit || !edits));
      if (tool !== undefined) return () => choose(tool.act);
      return canEdit ? editKeys(whiteboard)[key] : undefined;
    };
    const choose = (act: (typeof TOOLS)[number][number]["act"]) => {
      if (typeof act === "function") act(whiteboard);
      else setToolMenu(act.menu);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [session, whiteboard, onHelp]);
  return { toolMenu, setToolMenu };
}

function editKeys(whiteboard: Whiteboard): Readonly<Record<string, () => void>> {
  const { session } = whiteboard;
  const redo = () => session.redo();
  return {
    "Ctrl+z": () => session.undo(),
    "Ctrl+Shift+z": redo,
    "Ctrl+y": redo,
    "Ctrl+d": () => whiteboard.duplicate(),
  };
}
