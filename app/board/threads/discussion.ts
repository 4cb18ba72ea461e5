import {
  type PeopleJson,
  peopleOf,
  readPeople,
  readThread,
  readVerdicts,
  type ThreadJson,
  threadsOf,
  type VerdictsJson,
  verdictsOf,
} from "@carveout/model";
import type * as Y from "yjs";
import { type BoardSession, Signal } from "../session";

/** What people have said on a board, as plain data, read again only where the document changed. */
export class Discussion {
  /** By id; the same object for a thread until that thread changes. */
  readonly threads: Signal<ReadonlyMap<string, ThreadJson>>;
  readonly people: Signal<PeopleJson>;
  readonly verdicts: Signal<VerdictsJson>;

  constructor(doc: Y.Doc) {
    const all = threadsOf(doc);
    this.threads = new Signal(new Map([...all.entries()].map(([id, shared]) => [id, readThread(shared)])));
    this.people = new Signal(readPeople(doc));
    this.verdicts = new Signal(readVerdicts(doc));
    all.observeDeep((events) => {
      const next = new Map(this.threads.get());
      for (const id of touched(events)) {
        const shared = all.get(id);
        if (shared === undefined) next.delete(id);
        else next.set(id, readThread(shared));
      }
      this.threads.set(next);
    });
    peopleOf(doc).observe(() => this.people.set(readPeople(doc)));
    verdictsOf(doc).observe(() => this.verdicts.set(readVerdicts(doc)));
  }
}

function* touched(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): Generator<string> {
  for (const event of events) {
    const [id] = event.path;
    if (typeof id === "string") yield id;
    else yield* event.changes.keys.keys();
  }
}

const discussions = new WeakMap<BoardSession, Discussion>();

/** The discussion of an open board. It lives as long as its session's document. */
export function discussionOf(session: BoardSession): Discussion {
  let discussion = discussions.get(session);
  if (discussion === undefined) {
    discussion = new Discussion(session.doc);
    discussions.set(session, discussion);
  }
  return discussion;
}
