import { CloseCode } from "@carveout/wire";
import { Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { fetchAhead, late } from "../ui/late";
import { noteLook } from "../ui/looked";
import { DeskBoard } from "./DeskBoard";
import { Opening } from "./Opening";
import {
  BoardSession,
  type Ending,
  NO_BOARD,
  SessionContext,
  useIdentity,
  useSaved,
  useSession,
  useSignal,
  useTitle,
} from "./session";
import { firstDrawn, useSettled } from "./settled";
import { useView } from "./views/view";
import { rememberedName, rememberName } from "./your-name";

// What most visits never show.
const Ended = late(() => import("./Ended").then((module) => ({ default: module.Ended })));
const SignedOut = late(() => import("../home/SignedOut").then((module) => ({ default: module.SignedOut })));
const NameDialog = late(() =>
  import("./dialogs/NameDialog").then((module) => ({ default: module.NameDialog })),
);
const ViewHost = late(() => import("./views/ViewHost"));
const PhoneBoard = late(() => import("./phone").then((module) => ({ default: module.PhoneBoard })));

/** A second rejection within this time is not met with a third attempt. */
const REOPEN_AGAIN_AFTER_MS = 30_000;

/** Below this, the board is an outline instead of a canvas. */
const PHONE = "(max-width: 639.98px)";

/** A board from the socket on. */
export function BoardApp({ board }: { board: string }) {
  const session = useOpenBoard(board);
  if (session === null) return <Opening />;
  return (
    <SessionContext value={session}>
      {/* A new session is another document: nothing of the old one's screen may live on. */}
      <Room key={session.doc.guid} />
    </SessionContext>
  );
}

/** Opens the board, and once more where the server has turned this tab's document down. */
function useOpenBoard(board: string): BoardSession | null {
  const [session, setSession] = useState<BoardSession | null>(null);
  useEffect(() => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    let reopenedAt = Number.NEGATIVE_INFINITY;
    let current: BoardSession | null = null;
    const open = (reopenedAfter: Ending | null) => {
      current?.destroy();
      const opened = new BoardSession(board, {
        socketUrl: `${scheme}://${location.host}/ws`,
        name: rememberedName(),
        reopenedAfter,
      });
      opened.ending.subscribe(() => {
        const ending = opened.ending.get();
        if (ending === null || !isWorthReopening(ending)) return;
        if (performance.now() - reopenedAt < REOPEN_AGAIN_AFTER_MS) return;
        reopenedAt = performance.now();
        open(ending);
      });
      current = opened;
      setSession(opened);
      void opened.open();
    };
    open(null);
    return () => current?.destroy();
  }, [board]);
  return session;
}

/** Codes after which the board does not open again by itself. */
const FINAL: readonly number[] = [
  CloseCode.Unauthorised,
  CloseCode.Withdrawn,
  CloseCode.Expired,
  CloseCode.Full,
  CloseCode.Deleted,
  CloseCode.Damaged,
  NO_BOARD,
];

function isWorthReopening({ code }: Ending): boolean {
  return !FINAL.includes(code);
}

function Room() {
  const session = useSession();
  const isOpen = useSignal(session.isOpen);
  const ending = useSignal(session.ending);
  const identity = useIdentity();
  const isPhone = useMedia(PHONE);
  const isSettled = useSettled();
  const view = useView();
  useDocumentTitle();
  useLeaveGuard();
  useLookNoted();
  useAllFetched();
  if (ending !== null)
    return ending.code === CloseCode.Unauthorised && ending.rescued === null ? (
      <SignedOut what="this board" />
    ) : (
      <Ended ending={ending} />
    );
  if (!isOpen) return <Opening />;
  return (
    <>
      {/* What stands over the board covers it; the board goes on beneath, out of reach. */}
      <div className="contents" inert={view !== null}>
        <Suspense fallback={<Opening />}>{isPhone ? <PhoneBoard /> : <DeskBoard />}</Suspense>
      </div>
      {view !== null && (
        <Suspense>
          <ViewHost view={view} />
        </Suspense>
      )}
      {isSettled && identity !== null && identity.name === null && (
        <Suspense>
          <NameDialog
            onName={(name) => {
              rememberName(name);
              session.introduce(name);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Once the board has been drawn and its first results have come, ms: what is fetched then is in nobody's way. */
const FETCH_AFTER_MS = 3000;

/** Whatever the board may need is there before the network goes. */
function useAllFetched(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    void firstDrawn().then(() => {
      timer = setTimeout(() => void fetchAhead(), FETCH_AFTER_MS);
    });
    return () => clearTimeout(timer);
  }, []);
}

/** The browser asks before a tab goes that holds what is neither durable nor kept in the browser. */
function useLeaveGuard(): void {
  const session = useSession();
  const saved = useSaved();
  const isKept = useSignal(session.isKept);
  const uploads = useSignal(session.uploads);
  const isWaiting = saved.state === "saving" || (saved.state === "offline" && saved.waiting > 0);
  const isAtRisk = isWaiting && !(isKept && uploads === 0 && session.commands.isKept);
  useEffect(() => {
    if (!isAtRisk) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isAtRisk]);
}

/** The list of boards tells what has happened since. */
function useLookNoted(): void {
  const { board } = useSession();
  useEffect(() => {
    const note = () => noteLook(board);
    note();
    addEventListener("pagehide", note);
    return () => removeEventListener("pagehide", note);
  }, [board]);
}

function useDocumentTitle(): void {
  const title = useTitle();
  useEffect(() => {
    document.title = `${title || "Untitled board"} · Carveout`;
  }, [title]);
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
