import { useEffect } from "react";
import { isTyping } from "../../ui/key";
import { type Person, useSession } from "../session";
import { markedName } from "./marked-name";

/** Around the canvas, or what stands open over it, while somebody is followed: in their colour, with the way out at the edge where nothing else stands. */
export default function FollowFrame({ leader, edge }: { leader: Person; edge: "top" | "bottom" }) {
  const { guide } = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      guide?.stopFollowing();
    };
    // Before the canvas hears it: Escape leaves what was entered last.
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [guide]);
  return (
    <div
      className="pointer-events-none absolute inset-0 z-10 border-3"
      style={{ borderColor: `var(--p-${leader.colour})` }}
    >
      <div
        className={`pointer-events-auto absolute left-1/2 flex h-7 -translate-x-1/2 items-center gap-2 pr-1 pl-3 text-p-ink t-small pointer-coarse:h-11 ${edge === "top" ? "top-0 rounded-b-button" : "bottom-0 rounded-t-button"}`}
        style={{ background: `var(--p-${leader.colour})` }}
      >
        <b role="status" className="max-w-60 truncate font-medium">
          Following {markedName(leader)}
        </b>
        <button
          type="button"
          title="Escape, or go your own way"
          className="rounded-field border border-current/40 px-1.5 font-medium hover:bg-black/20 focus-visible:outline-p-ink"
          onClick={() => guide?.stopFollowing()}
        >
          Stop
        </button>
      </div>
    </div>
  );
}
