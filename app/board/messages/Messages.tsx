import { formatNumber } from "@carveout/model";
import CircleAlert from "lucide-react/icons/circle-alert";
import HardDrive from "lucide-react/icons/hard-drive";
import Info from "lucide-react/icons/info";
import LifeBuoy from "lucide-react/icons/life-buoy";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import ShieldX from "lucide-react/icons/shield-x";
import Undo2 from "lucide-react/icons/undo-2";
import WifiOff from "lucide-react/icons/wifi-off";
import { useEffect, useState } from "react";
import { TextButton } from "../../ui/TextButton";
import { Toast } from "../../ui/Toast";
import { clockTime } from "../../ui/time";
import { endingWords } from "../ending-words";
import {
  type OfflineCause,
  type ShownRefusal,
  type SkippedUndo,
  useRefusals,
  useSaved,
  useSession,
  useSignal,
} from "../session";
import { dropRescued, rescuedAt } from "../session/copy";
import { CopyButton } from "./CopyButton";
import { RescuedActions } from "./RescuedActions";
import { refusalText } from "./refusal-text";
import { rescuedWords } from "./rescued-words";
import { skippedWords } from "./skipped-words";

/** Older refusals stay on their fields. */
const SHOWN_REFUSALS = 3;

/** Bottom left, beside the tool bar: what this participant has to know and nobody else. */
export default function Messages() {
  const session = useSession();
  const refusals = useRefusals();
  const skipped = useSignal(session.history.skipped);
  return (
    <section
      aria-label="Messages"
      className="pointer-events-none absolute right-52 bottom-3 left-17 z-20 flex flex-col items-start gap-2 max-sm:fixed max-sm:inset-x-3"
    >
      <Reopened />
      <Trouble />
      <RescuedBoards />
      <Unkept />
      <Offline />
      <NoticeToast />
      {skipped && <SkippedToast key={skipped.serial} skipped={skipped} />}
      {refusals.slice(-SHOWN_REFUSALS).map((refusal) => (
        <RefusalToast key={refusal.serial} refusal={refusal} />
      ))}
    </section>
  );
}

function RefusalToast({ refusal }: { refusal: ShownRefusal }) {
  const session = useSession();
  const { serial, item, field, headline, detail, path, rule } = refusal;
  return (
    <Toast
      tone="err"
      glyph={ShieldX}
      headline={headline}
      onClose={() => session.announcements.dismissRefusal(serial)}
      actions={
        <>
          {item !== null && (
            <TextButton onClick={() => session.guide?.goTo(item, field)}>Go to the field</TextButton>
          )}
          <CopyButton text={refusalText(refusal)}>Copy</CopyButton>
          <span className="ml-auto t-num wrap-anywhere text-ink-3">
            {[rule, path.slice(1).join(".")].filter(Boolean).join(" ")}
          </span>
        </>
      }
    >
      {detail}
    </Toast>
  );
}

function SkippedToast({ skipped }: { skipped: SkippedUndo }) {
  const { headline, detail } = skippedWords(skipped);
  const session = useSession();
  const close = () => session.history.skipped.set(null);
  return (
    <Toast
      glyph={Undo2}
      headline={headline}
      onClose={close}
      actions={
        <TextButton
          onClick={() => {
            close();
            session.undo();
          }}
        >
          Undo the next one
        </TextButton>
      }
    >
      {detail}
    </Toast>
  );
}

/** Long enough to read two sentences. */
const NOTICE_MS = 9000;

function NoticeToast() {
  const session = useSession();
  const notice = useSignal(session.notice);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => session.notice.set(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice, session]);
  if (notice === null) return null;
  return (
    <Toast glyph={Info} headline={notice.headline} onClose={() => session.notice.set(null)}>
      {notice.detail}
    </Toast>
  );
}

const WHY: Readonly<Record<OfflineCause, string>> = {
  network: "",
  restart: "The server is being restarted. ",
  refusals: "Too many of your changes were refused in a row; the connection rests for 10 seconds. ",
};

function Offline() {
  const session = useSession();
  const saved = useSaved();
  const isKept = useSignal(session.isKept);
  const [dismissed, setDismissed] = useState<Date | null>(null);
  if (saved.state !== "offline" || saved.since === dismissed) return null;
  const { since, waiting, cause } = saved;
  const counted = waiting === 1 ? ", 1 change waiting" : `, ${formatNumber(waiting)} changes waiting`;
  return (
    <Toast
      tone="warn"
      glyph={WifiOff}
      headline={`Offline since ${clockTime(since)}${waiting === 0 ? "" : counted}`}
      onClose={() => setDismissed(since)}
    >
      {WHY[cause]}Go on working: your changes{" "}
      {isKept
        ? "are kept in this browser and go out on return, even if you close the tab and open the board later."
        : "are kept in this tab and go out on return. Leave the tab open until then."}{" "}
      Others don't see them yet.
    </Toast>
  );
}

/** Offline work is as safe as the tab, where the browser keeps nothing. */
function Unkept() {
  const { unkept } = useSession();
  const sentence = useSignal(unkept);
  if (sentence === null) return null;
  return (
    <Toast glyph={HardDrive} headline={sentence} onClose={() => unkept.set(null)}>
      The board works without. Changes that you make offline last as long as this tab: leave it open until
      they are saved.
    </Toast>
  );
}

/** What the server would not have stays until this participant has seen to it, over reloads too. */
function RescuedBoards() {
  const { rescued, board, identity } = useSession();
  const boards = useSignal(rescued);
  const participant = useSignal(identity)?.participant;
  useEffect(() => {
    if (participant === undefined) return;
    rescuedAt({ participant, board }).then(
      (kept) => {
        const here = rescued.get();
        rescued.set([...kept.filter(({ at }) => here.every((each) => each.at !== at)), ...here]);
      },
      // Nothing is kept in this browser.
      () => {},
    );
  }, [rescued, board, participant]);
  return boards.map((each) => (
    <Toast
      key={each.at}
      tone="warn"
      glyph={LifeBuoy}
      headline={`Not saved, kept here since ${clockTime(new Date(each.at))}`}
      onClose={() => {
        rescued.set(boards.filter((other) => other !== each));
        dropRescued(each).catch(() => {});
      }}
      actions={<RescuedActions rescued={each} />}
    >
      {rescuedWords(each)}
    </Toast>
  ));
}

function Trouble() {
  const sentence = useSignal(useSession().announcements.trouble);
  if (sentence === null) return null;
  return <Toast tone="err" glyph={CircleAlert} headline={sentence} />;
}

function Reopened() {
  const { reopenedAfter } = useSession();
  const ending = useSignal(reopenedAfter);
  if (ending === null) return null;
  const { headline, detail } = endingWords(ending);
  return (
    <Toast tone="err" glyph={RotateCcw} headline={headline} onClose={() => reopenedAfter.set(null)}>
      {detail} The board was opened again{ending.reason === "" ? "." : `. The server said: ${ending.reason}`}
    </Toast>
  );
}
