import Check from "lucide-react/icons/check";
import Loader from "lucide-react/icons/loader";
import WifiOff from "lucide-react/icons/wifi-off";
import { Icon } from "../../ui/Icon";
import { type Saved, useSaved } from "../session";

/** 'Saved' stands only where the server has said that a power cut can't lose it. */
export function SavedMark() {
  const saved = useSaved();
  return (
    <span role="status" className="flex flex-none items-center gap-1 whitespace-nowrap t-small text-ink-3">
      <Words saved={saved} />
    </span>
  );
}

function Words({ saved }: { saved: Saved }) {
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
        <span className="flex items-center gap-1 text-warn">
          <Icon glyph={WifiOff} size={14} />
          {offlineWords(saved.waiting)}
        </span>
      );
  }
}

function offlineWords(waiting: number): string {
  if (waiting === 0) return "Offline";
  return waiting === 1 ? "Offline, 1 edit waits here" : `Offline, ${waiting} edits wait here`;
}
