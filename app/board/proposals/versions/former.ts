import { isNewVersion, versionOf } from "@carveout/formats/mail";
import { type ItemId, mailsOf, type ProposalJson } from "@carveout/model";
import { useEffect, useMemo, useReducer } from "react";
import { useItemIds, useSession } from "../../session";

/** A proposal on the board that another one is a later version of. */
export interface Former {
  id: ItemId;
  item: ProposalJson;
  version: number;
}

export interface Formers {
  /** The version before and those before that, the nearest first. */
  linked: readonly Former[];
  /** Where none is linked: the latest earlier version of the series that lies on the board. */
  offered: Former | null;
}

/** The earlier versions of a proposal. */
export function useFormers(id: ItemId, item: ProposalJson): Formers {
  const { items } = useSession();
  const ids = useItemIds("proposal");
  const [turn, wake] = useReducer((count: number) => count + 1, 0);
  useEffect(() => items.onChange(wake), [items]);
  return useMemo(() => {
    void turn;
    const read = (other: ItemId | undefined): Former | null => {
      const found = other === undefined ? undefined : items.item(other);
      return other === undefined || found?.kind !== "proposal"
        ? null
        : { id: other, item: found, version: versionOf(mailsOf(found)) };
    };
    const linked: Former[] = [];
    // Whoever links in a circle goes round it once.
    const seen = new Set([id]);
    for (let next = read(item.fields.former); next !== null && !seen.has(next.id); ) {
      linked.push(next);
      seen.add(next.id);
      next = read(next.item.fields.former);
    }
    if (linked.length > 0) return { linked, offered: null };
    const mails = mailsOf(item);
    const earlier = ids
      .flatMap((other) => (other === id ? [] : (read(other) ?? [])))
      .filter((other) => isNewVersion(mails, mailsOf(other.item)))
      .sort((a, b) => b.version - a.version);
    return { linked, offered: earlier[0] ?? null };
  }, [items, ids, id, item, turn]);
}
