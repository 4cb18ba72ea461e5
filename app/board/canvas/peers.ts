import type { Engine, Peer } from "@carveout/canvas";
import type { BoardSession, Person } from "../session";

/** Cursors at rest pale and go without anybody moving: told again this often. */
const REST_CHECK_MS = 5000;

/** Shows the others' cursors, selections and drags, at most once per frame. */
export function followPeers(session: BoardSession, engine: Engine): () => void {
  const { people } = session.presence;
  let frame = 0;
  const show = () => {
    frame = 0;
    engine.setPeers(
      people
        .get()
        .filter((person) => !person.isMe)
        .map(peerOf),
    );
  };
  const request = () => {
    if (frame === 0) frame = requestAnimationFrame(show);
  };
  const stop = people.subscribe(request);
  const timer = setInterval(() => {
    if (people.get().length > 1) request();
  }, REST_CHECK_MS);
  show();
  return () => {
    stop();
    clearInterval(timer);
    cancelAnimationFrame(frame);
  };
}

function peerOf(person: Person): Peer {
  return {
    id: String(person.clientId),
    name: person.name,
    colour: `p-${person.colour}`,
    cursor: person.field === null ? person.cursor : null,
    selection: person.selection,
    drag: person.drag,
    restedMs: performance.now() - person.cursorAt,
  };
}
