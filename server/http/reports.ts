import { reportText } from "@carveout/formats";
import type { Access } from "../access/access";
import { milestonesOf } from "../reports/milestones";
import { reportOf } from "../reports/report";
import type { Rooms } from "../room/rooms";
import type { RunResults } from "../runs/results";
import type { Store } from "../store/store";
import { openFor } from "./boards";
import { baseOf } from "./origin";
import type { Call, Route } from "./router";

/** How long a report waits for results that are being computed: longer than most runs, shorter than anybody's patience. */
const WAIT_MS = 3000;

/** The review as it stands: as data for the page that prints it, and as a plain-text mail. */
export function reportRoutes(store: Store, rooms: Rooms, access: Access, results: RunResults): Route[] {
  const report = async (call: Call) => {
    const room = await openFor(call, access, rooms);
    const frames = await room.settledFrames(WAIT_MS);
    const { doc, gate, id, people } = room;
    const milestones = await milestonesOf(room, frames, { store, results });
    return reportOf({
      doc,
      mirror: gate.mirror,
      frames,
      milestones,
      nameOf: (participant) => people.find(participant)?.name || "Somebody",
      origin: baseOf(call.request),
      board: id,
      now: Date.now(),
    });
  };
  return [
    { method: "GET", path: /^\/api\/boards\/([\w-]{1,64})\/report$/, handle: report },
    {
      method: "GET",
      path: /^\/api\/boards\/([\w-]{1,64})\/report\.txt$/,
      async handle(call) {
        const text = Buffer.from(reportText(await report(call)));
        call.response.writeHead(200, {
          "Content-Type": "text/plain; charset=utf-8",
          "Content-Length": text.length,
          "Cache-Control": "no-store",
        });
        call.response.end(text);
      },
    },
  ];
}
