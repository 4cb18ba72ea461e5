import { isLocked } from "@carveout/model";
import { Suspense, useEffect, useRef } from "react";
import { isOverlaidByPopup, keyName } from "../../ui/key";
import { LiveRegions } from "../messages/LiveRegions";
import Messages from "../messages/Messages";
import { Opening } from "../Opening";
import { LockedContext, useItem, useSession, useSignal } from "../session";
import FollowFrame from "../together/FollowFrame";
import { VIEWS } from "./registry";
import { closeView, type View } from "./view";
import s from "./views.module.css";

/** The view that stands open over the board. The board beneath goes on, but nothing in it can be reached until the view is closed. */
export default function ViewHost({ view }: { view: View }) {
  const host = useRef<HTMLElement>(null);
  const Shown = VIEWS[view.name];
  const item = view.params.get("item");
  const leader = useSignal(useSession().leader);
  const isItemLocked = isLocked(useItem(item ?? ""));
  useViewKeys();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view, or another item's, starts at its top
  useEffect(() => host.current?.focus({ preventScroll: true }), [view.name, item]);
  return (
    <section
      ref={host}
      className={s.host}
      data-view={view.name}
      tabIndex={-1}
      aria-label={`${view.name} view`}
    >
      <Suspense fallback={<Opening />}>
        <LockedContext value={isItemLocked}>
          <Shown key={`${view.name} ${item}`} view={view} />
        </LockedContext>
      </Suspense>
      {leader !== null && <FollowFrame leader={leader} edge="bottom" />}
      <Messages />
      <LiveRegions />
    </section>
  );
}

/** Escape leaves; undo and redo as on the board. */
function useViewKeys(): void {
  const session = useSession();
  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      Escape: closeView,
      "Ctrl+z": () => session.undo(),
      "Ctrl+Shift+z": () => session.redo(),
      "Ctrl+y": () => session.redo(),
    };
    const onKey = (event: KeyboardEvent) => {
      const action = actions[keyName(event)];
      if (action === undefined || event.defaultPrevented || isElsewhere(event.target)) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [session]);
}

/** A dialog, a menu or a field answers its own keys. */
function isElsewhere(target: EventTarget | null): boolean {
  if (isOverlaidByPopup()) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=range]), textarea, select"))
  );
}
