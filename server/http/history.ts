import { type BoardJson, type PeopleJson, personName } from "@carveout/model";
import type { Access } from "../access/access";
import { boardNow } from "../boards/glance";
import { attributions } from "../history/attribution";
import type { Moment } from "../history/moment";
import { outcomeChanges } from "../history/outcomes";
import { resultsOf } from "../history/results";
import { unpackState } from "../history/state";
import type { Room } from "../room/room";
import type { Rooms } from "../room/rooms";
import type { RunResults } from "../runs/results";
import type { Store } from "../store/store";
import { needRole, openFor } from "./boards";
import { Problem } from "./problem";
import type { Call, Route } from "./router";

/** Moments in one answer. */
const PAGE = 200;
const NEWEST = Number.MAX_SAFE_INTEGER;

const BOARD = String.raw`/api/boards/([\w-]{1,64})`;
const MOMENT = String.raw`${BOARD}/history/(\d{1,15})`;

/** A board's past. Everybody who may open the board may look at it. */
export function historyRoutes(store: Store, rooms: Rooms, access: Access, results: RunResults): Route[] {
  const stateAt = async (call: Call): Promise<BoardJson> => {
    const room = await openFor(call, access, rooms);
    await room.history.settled();
    const state = await store.momentState(room.id, Number(call.params[1]));
    if (state === null)
      throw new Problem(
        404,
        "no-moment",
        "The board's history has no such moment (any more): older ones are thinned to one an hour, then one a day.",
      );
    return unpackState(state);
  };
  return [
    {
      method: "GET",
      path: new RegExp(`^${BOARD}/history$`),
      async handle(call) {
        const room = await openFor(call, access, rooms);
        const pending = await room.history.pending();
        const moments = await store.moments(room.id, before(call), PAGE + 1);
        const tell = (moment: Moment) => told(moment, room);
        return {
          pending: pending === null || pending.count === 0 ? null : tell(pending),
          moments: moments.slice(0, PAGE).map(tell),
          hasMore: moments.length > PAGE,
          people: room.people.everybody(),
        };
      },
    },
    {
      // What came out differently since a time, for who looked at the board then. It opens no room, so that nothing runs for it.
      method: "GET",
      path: new RegExp(`^${BOARD}/outcomes$`),
      async handle(call) {
        await needRole(call, access);
        const [id = ""] = call.params;
        const since = timeOf(call);
        const then = (await store.moments(id, NEWEST, PAGE)).find(({ at }) => at <= since);
        const state = then === undefined ? null : await store.momentState(id, then.number);
        const now = await boardNow(id, store, rooms);
        if (state === null || now === null) return { changes: [] };
        return { changes: await outcomeChanges(await unpackState(state), now, results) };
      },
    },
    { method: "GET", path: new RegExp(`^${MOMENT}$`), handle: stateAt },
    {
      method: "GET",
      path: new RegExp(`^${MOMENT}/results$`),
      handle: async (call) => resultsOf(await stateAt(call), results),
    },
    {
      method: "GET",
      path: new RegExp(String.raw`^${BOARD}/items/([\w-]{1,64})/authors$`),
      async handle(call) {
        const room = await openFor(call, access, rooms);
        const moments = await store.moments(room.id, NEWEST, PAGE);
        const owner = (client: number) => room.gate.owners.get(client);
        return {
          fields: attributions(room.doc, call.params[1] ?? "", owner, moments),
          people: room.people.everybody(),
        };
      },
    },
  ];
}

function before({ request }: Call): number {
  const text = new URL(request.url ?? "/", "http://host").searchParams.get("before");
  if (text === null) return NEWEST;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Problem(
      400,
      "bad-query",
      `"before" is "${text.slice(0, 40)}", and must be the number of a moment.`,
    );
  return number;
}

function timeOf({ request }: Call): number {
  const text = new URL(request.url ?? "/", "http://host").searchParams.get("since");
  const time = Number(text);
  if (text === null || !Number.isSafeInteger(time) || time < 0)
    throw new Problem(
      400,
      "bad-query",
      `"since" is "${(text ?? "").slice(0, 40)}", and must be a time in milliseconds since 1970.`,
    );
  return time;
}

/** With whole sentences: names are those people go by now. */
function told({ changes, bytes: _, ...moment }: Moment, { people }: Room): unknown {
  const named: PeopleJson = Object.fromEntries(
    people.everybody().map(({ id, name, colour }) => [id, { name: name ?? "", colour }]),
  );
  return {
    ...moment,
    changes: changes.map(({ did, ...change }) => ({
      ...change,
      sentence: `${personName(named, change.author ?? "")} ${did}`,
    })),
  };
}
