import { formatNumber } from "@carveout/model";
import type { Rescued } from "../session";

export function rescuedWords({ waiting }: Rescued): string {
  const changes = waiting === 1 ? "1 change" : `${formatNumber(waiting)} changes`;
  return `${changes} of yours had not been saved. The board as it stood here, with ${waiting === 1 ? "it" : "them"}, is kept as board JSON: save it, and import from it what is still wanted.`;
}
