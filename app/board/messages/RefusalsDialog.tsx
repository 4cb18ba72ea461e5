import ShieldX from "lucide-react/icons/shield-x";
import { useEffect } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { TextButton } from "../../ui/TextButton";
import { clockTime } from "../../ui/time";
import { type ShownRefusal, useRefusalList, useSession } from "../session";
import { CopyButton } from "./CopyButton";
import { refusalText } from "./refusal-text";

/** Every change of this participant that was refused since they opened the board, newest first. */
export default function RefusalsDialog({ onClose }: { onClose: () => void }) {
  const { announcements } = useSession();
  const refusals = useRefusalList().toReversed();
  // What the list tells need not be told behind it, too.
  useEffect(() => {
    for (const { serial } of announcements.refusals.get()) announcements.dismissRefusal(serial);
  }, [announcements]);
  if (refusals.length === 0)
    return (
      <Dialog title="Refused" onClose={onClose}>
        <p className="text-ink-2">Nothing of yours was refused since you opened this board.</p>
      </Dialog>
    );
  return (
    <Dialog title="Refused" width={640} onClose={onClose}>
      <p className="mb-2 t-small text-ink-2">
        Only you see these. What was valid before was put back, and your other edits are kept.
      </p>
      <ol>
        {refusals.map((refusal) => (
          <Row key={refusal.serial} refusal={refusal} onLeave={onClose} />
        ))}
      </ol>
      <div className="mt-4 flex items-center justify-end gap-3">
        <Button
          onClick={() => {
            announcements.forgetRefusals();
            onClose();
          }}
        >
          Empty the list
        </Button>
        <CopyButton text={refusals.map(refusalText).join("\n")}>Copy all</CopyButton>
      </div>
    </Dialog>
  );
}

function Row({ refusal, onLeave }: { refusal: ShownRefusal; onLeave: () => void }) {
  const session = useSession();
  const { at, item, field, headline, detail, path, rule } = refusal;
  const isHere = item !== null && session.items.items.get(item) !== undefined;
  return (
    <li className="flex gap-2.5 border-line border-t py-2.5">
      <Icon glyph={ShieldX} className="mt-0.5 text-err" />
      <div className="min-w-0 flex-1">
        <p className="t-title wrap-anywhere">{headline}</p>
        <p className="t-small wrap-anywhere text-ink-2">{detail}</p>
        <p className="mt-1 t-num wrap-anywhere text-ink-3">
          {[clockTime(at), rule, path.join(".")].filter(Boolean).join(" ")}
        </p>
        <div className="mt-1 flex gap-3 t-small">
          {isHere && (
            <TextButton
              onClick={() => {
                onLeave();
                session.guide?.goTo(item, field);
              }}
            >
              Go to the field
            </TextButton>
          )}
          <CopyButton text={refusalText(refusal)}>Copy</CopyButton>
        </div>
      </div>
    </li>
  );
}
