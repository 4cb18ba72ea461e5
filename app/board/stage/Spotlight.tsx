import type { SpotlightJson } from "@carveout/model";
import Presentation from "lucide-react/icons/presentation";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { isTyping } from "../../ui/key";
import { useWhiteboard } from "../canvas/context";
import { useIdentity, usePeople, useSession, useSignal } from "../session";

/** Somebody brings everyone to what they see. */
export function Spotlight({ spotlight }: { spotlight: SpotlightJson }) {
  const me = useIdentity()?.participant;
  if (spotlight.by === me) return <OwnSpotlight at={spotlight.at} />;
  return <OthersSpotlight by={spotlight.by} />;
}

function OwnSpotlight({ at }: { at: number }) {
  const session = useSession();
  const end = () => void session.commands.send("spotlight.end", {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each spotlight
  useEffect(() => {
    // What an earlier visit left on would bring everyone here whenever this participant comes back.
    const openedAt = performance.timeOrigin + session.serverNow() - Date.now();
    if (at < openedAt) end();
  }, [at]);
  return (
    <Notice words="Everyone is brought to your view">
      <Button onClick={end}>Stop</Button>
    </Notice>
  );
}

function OthersSpotlight({ by }: { by: string }) {
  const session = useSession();
  const { follow } = useWhiteboard();
  const leader = useSignal(session.leader);
  const presenter = usePeople().find(({ id, view }) => id === by && view !== null);
  const isHere = presenter !== undefined;
  const [isLeft, setLeft] = useState(false);
  useEffect(() => {
    // Who types is asked first. Who said 'Not now' and follows later does so on their own, whenever this ends.
    if (!isHere || isLeft || isTyping(document.activeElement)) return;
    follow.start(by);
    return () => {
      if (session.leader.get()?.id === by) follow.stop();
    };
  }, [session, follow, by, isHere, isLeft]);
  if (presenter === undefined || isLeft) return null;
  const isBrought = leader?.id === by;
  return (
    <Notice words={`${presenter.name} brings everyone to their view`}>
      {!isBrought && (
        <Button look="primary" onClick={() => follow.start(by)}>
          Go there
        </Button>
      )}
      <Button
        onClick={() => {
          setLeft(true);
          if (isBrought) follow.goBack();
        }}
      >
        Not now
      </Button>
    </Notice>
  );
}

function Notice({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className="absolute top-10 left-1/2 z-20 flex -translate-x-1/2 items-center gap-2 rounded-panel border border-line bg-surface py-1.5 pr-1.5 pl-3 shadow-e2">
      <Icon glyph={Presentation} size={14} className="text-ink-2" />
      <span role="status" className="max-w-80 truncate">
        {words}
      </span>
      {children}
    </div>
  );
}
