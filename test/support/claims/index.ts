import type { Claim } from "./claim";
import { claims as device } from "./device";
import { claims as directmap } from "./directmap";
import { claims as kasan } from "./kasan";
import { claims as kmsan } from "./kmsan";
import { claims as mte } from "./mte";

/** Every claim of the discussions, by its number. Each family has a module of its own beside this one. */
export const CLAIMS: readonly Claim[] = [...kmsan, ...kasan, ...mte, ...device, ...directmap].toSorted(
  byNumber,
);

function byNumber(a: Claim, b: Claim): number {
  return a.number - b.number;
}
