import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { isTyping } from "../../ui/key";
import { useWhiteboard } from "../canvas/context";
import type { Whiteboard } from "../canvas/whiteboard";
import { useSession } from "../session";
import { DRAFT_PIN } from "./canvas-pins";
import { discussionOf } from "./discussion";
import { closeThread, type OpenThread } from "./open";
import s from "./pins.module.css";
import { NewThreadView, ThreadView } from "./ThreadView";

const GAP = 12;
const MARGIN = 8;
/** Of the drop, from its tip. */
const DROP = { w: 22, h: 22 };

/** The open thread beside its pin, or beside the element it was opened from. Under it or at its left where there is no room. */
export default function ThreadPopover({
  opened: { thread, beside },
}: {
  opened: { thread: OpenThread; beside: Element | null };
}) {
  const session = useSession();
  const whiteboard = useWhiteboard();
  const ref = useRef<HTMLDivElement>(null);
  const id = "id" in thread ? thread.id : null;
  useLayoutEffect(() => {
    const place = () => {
      if (ref.current !== null) putBeside(ref.current, boxOf(whiteboard, id ?? DRAFT_PIN, beside));
    };
    const later = () => requestAnimationFrame(place);
    place();
    const resized = new ResizeObserver(place);
    if (ref.current !== null) resized.observe(ref.current);
    const stops = [
      whiteboard.engine.subscribeCamera(place),
      session.items.onChange(later),
      // Once the pins stand where they now belong.
      discussionOf(session).threads.subscribe(later),
    ];
    addEventListener("resize", place);
    return () => {
      resized.disconnect();
      for (const stop of stops) stop();
      removeEventListener("resize", place);
    };
  }, [session, whiteboard, id, beside]);
  useEffect(() => {
    const before = document.activeElement;
    // A thread that is only read takes the focus too: Escape and the keys are its own.
    if (id !== null) ref.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, [id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
    else if (id !== null && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && event.key === "r")
      ref.current?.querySelector<HTMLTextAreaElement>("textarea")?.focus();
    else if (id !== null && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && event.key === "e")
      resolve(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const resolve = (of: string) => {
    const known = discussionOf(session).threads.get().get(of);
    if (known !== undefined && session.can.get().comment)
      void session.commands.send("thread.resolve", { thread: of, resolved: known.resolved === undefined });
  };
  // On the page itself: a view that lies over the board leaves everything in the board out of reach.
  return createPortal(
    <div
      ref={ref}
      className={s.popover}
      role="dialog"
      aria-label="Thread"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {"draft" in thread ? (
        <NewThreadView draft={thread.draft} />
      ) : (
        <ThreadView key={thread.id} id={thread.id} />
      )}
    </div>,
    document.body,
  );
}

/** What the popover stands beside, in the window; null where that is nowhere. */
function boxOf({ engine, container }: Whiteboard, pin: string, beside: Element | null): DOMRect | null {
  if (beside?.isConnected) return beside.getBoundingClientRect();
  const tip = engine.pinAt(pin);
  if (tip === null) return null;
  const { left, top } = container.getBoundingClientRect();
  const { x, y } = engine.toScreen(tip);
  return new DOMRect(left + x, top + y - DROP.h, DROP.w, DROP.h);
}

function putBeside(popover: HTMLElement, box: DOMRect | null): void {
  const { offsetWidth: w, offsetHeight: h } = popover;
  const at = box ?? new DOMRect(innerWidth / 2 - w / 2, innerHeight / 2 - h / 2, 0, 0);
  const isRoomRight = at.right + GAP + w + MARGIN <= innerWidth;
  const isRoomLeft = at.left - GAP - w >= MARGIN;
  const x = isRoomRight ? at.right + GAP : isRoomLeft ? at.left - GAP - w : at.left;
  const y = isRoomRight || isRoomLeft ? at.top - MARGIN : at.bottom + GAP;
  const clamp = (value: number, most: number) => Math.max(MARGIN, Math.min(value, most - MARGIN));
  popover.style.left = `${clamp(x, innerWidth - w)}px`;
  popover.style.top = `${clamp(y, innerHeight - h)}px`;
}
