import { isLetterKey, isOverlaid, isTyping, isWriting, keyName, keyOfHint } from "../../ui/key";
import { areLetterKeysOn } from "../../ui/letter-keys";
import { remove } from "../arrange/remove";
import { followAddress } from "../canvas/follow-address";
import type { Desk } from "../desk";
import { listenToClipboard } from "../paste/clipboard";
import { ACTIONS } from ".";
import { type Action, isPossible } from "./action";

/** Does what keys, the clipboard and the address ask for, from now on. Returns the way to stop. */
export function listen(desk: Desk): () => void {
  const onKey = (event: KeyboardEvent) => hear(event, desk);
  const { whiteboard } = desk;
  whiteboard.onRemove = (selection) => remove(whiteboard, selection);
  const stops = [listenToClipboard(desk), followAddress(whiteboard)];
  addEventListener("keydown", onKey);
  return () => {
    for (const stop of stops) stop();
    whiteboard.onRemove = null;
    removeEventListener("keydown", onKey);
  };
}

/** Does what a key stands for, unless somebody types or a dialog is open. */
export function hear(event: KeyboardEvent, desk: Desk): void {
  // A view that lies over the board has keys of its own.
  const isCovered = desk.whiteboard.container.closest("[inert]") !== null;
  if (event.defaultPrevented || isCovered || isOverlaid(event.target)) return;
  const isCommand = event.ctrlKey || event.metaKey;
  const isInField = isCommand ? isWriting(event.target) : isTyping(event.target);
  const action = actionOf(keyName(event), desk, isInField);
  if (action === undefined) return;
  event.preventDefault();
  action.run(desk);
}

function actionOf(key: string, desk: Desk, isInField: boolean): Action | undefined {
  if (isLetterKey(key) && !areLetterKeysOn()) return undefined;
  return ACTIONS.find(
    (action) =>
      action.keys?.some((hint) => keyOfHint(hint) === key) &&
      !action.isHeardElsewhere &&
      (action.isAlwaysHeard || !isInField) &&
      isPossible(action, desk),
  );
}
