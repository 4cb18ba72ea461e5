import { type PeopleJson, personName, type ThreadJson } from "@carveout/model";
import { useEffect, useMemo, useState } from "react";
import { useIdentity, useSession, useSignal } from "../session";
import { type AnchorMatch, isAt } from "./anchors";
import { discussionOf } from "./discussion";
import type { Callable } from "./mentions";
import { rowsOf, type ThreadRow } from "./rows";
import { useSeen } from "./unread";

export function useThreads(): ReadonlyMap<string, ThreadJson> {
  return useSignal(discussionOf(useSession()).threads);
}

export function useThread(id: string): ThreadJson | undefined {
  return useThreads().get(id);
}

/** Everybody who has said something, by participant. */
export function usePeopleSaid(): PeopleJson {
  return useSignal(discussionOf(useSession()).people);
}

/** The threads on something: those whose anchor agrees with everything in `match`. Open ones only, unless asked for all. */
export function useThreadsAt(match: AnchorMatch, all = false): readonly ThreadRow[] {
  const rows = useThreadRows();
  return rows
    .filter(({ thread }) => (all || thread.resolved === undefined) && isAt(thread.anchor, match))
    .sort((a, b) => a.thread.number - b.thread.number);
}

/** All threads, what was said last first. */
export function useThreadRows(): readonly ThreadRow[] {
  const threads = useThreads();
  const people = usePeopleSaid();
  const seen = useSeen();
  const me = useIdentity()?.participant ?? null;
  return useMemo(() => rowsOf({ threads, people, seen, me }), [threads, people, seen, me]);
}

/** Who can be called: the others who are here, and everybody who has said something. */
export function useCallable(): readonly Callable[] {
  const session = useSession();
  const said = usePeopleSaid();
  const me = useIdentity()?.participant;
  // Presence changes with every pointer move; who is here is looked up when the field is opened, and then at leisure.
  const [here, setHere] = useState(() => session.presence.people.get());
  useEffect(() => {
    const timer = setInterval(() => setHere(session.presence.people.get()), HERE_EVERY_MS);
    return () => clearInterval(timer);
  }, [session]);
  return useMemo(() => {
    const people = new Map<string, Callable>();
    for (const [id, { colour }] of Object.entries(said))
      people.set(id, { id, name: personName(said, id), colour });
    for (const { id, name, colour } of here) people.set(id, { id, name, colour });
    if (me !== undefined) people.delete(me);
    return [...people.values()];
  }, [said, here, me]);
}

const HERE_EVERY_MS = 2000;
