import type { BoardLink } from "@carveout/wire";
import { timeAgo } from "../../ui/time";

/** Where a link comes from and how it is doing: "made by Ann 2 h ago · used now · expires 30 Nov, 14:00". */
export function linkWords({ madeBy, madeAt, usedAt, expiresAt }: BoardLink, now: Date): string {
  const made =
    madeBy === null ? "came with the board" : `made by ${madeBy} ${timeAgo(new Date(madeAt), now)}`;
  const used = usedAt === null ? "not used yet" : `used ${timeAgo(new Date(usedAt), now)}`;
  return [made, used, ...(expiresAt === null ? [] : [`expires ${timeToCome(new Date(expiresAt))}`])].join(
    " · ",
  );
}

function timeToCome(time: Date): string {
  const day = time.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `${day}, ${time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}
