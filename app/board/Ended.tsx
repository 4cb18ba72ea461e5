import RotateCcw from "lucide-react/icons/rotate-ccw";
import { Button } from "../ui/Button";
import { Mark } from "../ui/Mark";
import { endingWords } from "./ending-words";
import { RescuedActions } from "./messages/RescuedActions";
import { rescuedWords } from "./messages/rescued-words";
import type { Ending } from "./session";

/** The connection was closed for good: what is in this tab is not to be trusted any more, so the board is opened anew. */
export function Ended({ ending }: { ending: Ending }) {
  const { headline, detail } = endingWords(ending);
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
      <div
        role="alert"
        className="w-110 max-w-full rounded-panel border border-line bg-surface p-6 shadow-e1"
      >
        <Mark size={28} />
        <h1 className="mt-4 t-h2">{headline}</h1>
        <p className="mt-2 text-ink-2">{detail}</p>
        {ending.reason && (
          <p className="mt-3 rounded-field bg-sunken px-3 py-2 t-num wrap-anywhere text-ink-2">
            {ending.reason}
          </p>
        )}
        {ending.rescued && (
          <div className="mt-3">
            <p className="text-ink-2">{rescuedWords(ending.rescued)}</p>
            <div className="mt-1 flex gap-3">
              <RescuedActions rescued={ending.rescued} />
            </div>
          </div>
        )}
        <Button look="primary" glyph={RotateCcw} className="mt-4" onClick={() => location.reload()}>
          Open the board again
        </Button>
      </div>
    </main>
  );
}
