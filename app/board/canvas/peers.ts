import type { Engine, Peer } from "@carveout/canvas";
import type { BoardSession, Person } from "../session";
import { markedName } from "../together/marked-name";

/** Shows the others' cursors, selections and drags, at most once per frame. */
export function followPeers({ presence }: BoardSession, engine: Engine): () => void {
  const { people } = presence;
  let frame = 0;
  const show = () => {
    frame = 0;
    const others = people.get().filter((person) => !person.isMe);
    engine.setPeers(others.map(peerOf));
  };
  const stop = people.subscribe(() => {
    if (frame === 0) frame = requestAnimationFrame(show);
  });
  show();
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}

function peerOf(person: Person): Peer {
  const { clientId, colour, field, cursor, selection, drag, trace } = person;
  // Who types is shown at the field, not at the pointer.
  return {
    id: String(clientId),
    name: markedName(person),
    colour: `p-${colour}`,
    cursor: field === null ? cursor : null,
    selection,
    drag,
    trace,
  };
}
