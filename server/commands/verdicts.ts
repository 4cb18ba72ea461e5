import { itemsOf, MAX_VERDICTS, VERDICT_PAYLOADS, verdictKey, verdictsOf, type YItem } from "@carveout/model";
import * as Y from "yjs";
import { canComment } from "../access/access";
import { type Command, command } from "./command";

/** Verdicts: one of each person on each target; a later one takes the place of the one before. */
export const VERDICT_COMMANDS: readonly Command[] = [
  command({
    name: "verdict.give",
    schema: VERDICT_PAYLOADS["verdict.give"],
    mayUse: canComment,
    apply({ doc, participant: by, now: at }, { target, ...given }) {
      const item = itemsOf(doc).get(target.item);
      if (item === undefined || !hasVariant(item, target.variant))
        return "What the verdict was about is no longer on the board.";
      const verdicts = verdictsOf(doc);
      const key = verdictKey(target, by);
      if (!verdicts.has(key) && verdicts.size >= MAX_VERDICTS)
        return `A board holds at most ${MAX_VERDICTS.toLocaleString("en-US")} verdicts.`;
      verdicts.set(key, { target, ...given, by, at });
      return null;
    },
  }),
  command({
    name: "verdict.withdraw",
    schema: VERDICT_PAYLOADS["verdict.withdraw"],
    mayUse: canComment,
    apply({ doc, participant }, { target }) {
      verdictsOf(doc).delete(verdictKey(target, participant));
      return null;
    },
  }),
];

function hasVariant(item: YItem, variant: string | undefined): boolean {
  if (variant === undefined) return true;
  const fields = item.get("fields");
  const variants = fields instanceof Y.Map ? fields.get("variants") : undefined;
  return variants instanceof Y.Map && variants.has(variant);
}
