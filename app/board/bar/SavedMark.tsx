import { formatNumber } from "@carveout/model";
import Check from "lucide-react/icons/check";
import Loader from "lucide-react/icons/loader";
import WifiOff from "lucide-react/icons/wifi-off";
import type { ReactNode } from "react";
import { Icon } from "../../ui/Icon";
import { type Saved, useSaved, useSession, useSignal } from "../session";

/** 'Saved' stands only where the server has said that a power cut can't lose it. */
export function SavedMark() {
  const saved = useSaved();
  const isKept = useSignal(useSession().isKept);
  return (
    <span role="status" className="flex flex-none items-center gap-1 whitespace-nowrap t-small text-ink-3">
      <Words saved={saved} isKept={isKept} />
    </span>
  );
}

function Words({ saved, isKept }: { saved: Saved; isKept: boolean }) {
  switch (saved.state) {
    case "opening":
      return null;
    case "saved":
      return (
        <span className="flex items-center gap-1" title="Every edit so far is durable">
          <Icon glyph={Check} size={14} className="text-ok" />
          Saved
        </span>
      );
    case "saving":
      return (
        <>
          <Icon glyph={Loader} size={14} />
          Saving
        </>
      );
    case "offline":
      return (
        <span className="flex items-center gap-1 text-warn" title={isKept ? KEPT : HERE}>
          <Icon glyph={WifiOff} size={14} />
          <span>
            Offline
            {/* Read on asking, not with each change. */}
            <span aria-live="off">{saved.waiting > 0 && countWords(saved.waiting)}</span>
          </span>
        </span>
      );
  }
}

const KEPT = "What waits is kept in this browser and goes out on return";
const HERE = "What waits is in this tab only: leave it open until it has gone out";

/** On a phone the title needs the room. */
function countWords(waiting: number): ReactNode {
  return (
    <>
      , {formatNumber(waiting)} <span className="max-sm:hidden">{waiting === 1 ? "change" : "changes"} </span>
      waiting
    </>
  );
}
