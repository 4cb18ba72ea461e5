import { carrier, counterparts, patchesOf, type TextRange } from "@carveout/formats/mail";
import { mailsOf, type ProposalJson, type ThreadJson } from "@carveout/model";
import { useMemo } from "react";
import { useSession, useSignal } from "../../session";
import { discussionOf } from "../../threads/discussion";
import type { Former } from "./former";

/** A thread on an earlier version, as the later one shows it. The thread itself stays where it was started. */
export interface CarriedThread extends ThreadJson {
  id: string;
  /** The version it was said about. */
  version: number;
  /** Where its passage stands now; null where that is gone. */
  range: TextRange | null;
}

/** What was said about earlier versions of a mail. The first mail also has what was said about patches that are no more. */
export function useCarried(
  item: ProposalJson,
  mailKey: string,
  linked: readonly Former[],
): readonly CarriedThread[] {
  const all = useSignal(discussionOf(useSession()).threads);
  return useMemo(() => {
    const mails = mailsOf(item);
    const mail = mails.find(({ key }) => key === mailKey);
    if (mail === undefined) return [];
    const isFirst = patchesOf(mails)[0]?.key === mailKey;
    return linked.flatMap(({ id: former, item: old, version }) => {
      const pairs = counterparts(mailsOf(old), mails);
      const here = pairs.filter(({ after }) => (after === null ? isFirst : after.key === mailKey));
      return here.flatMap(({ before, after }) => {
        if (before === null) return [];
        const carry = after === null ? () => null : carrier(before.body, after.body);
        return [...all.entries()].flatMap(([id, thread]): CarriedThread[] => {
          const { anchor } = thread;
          return anchor.at === "mail" && anchor.item === former && anchor.part === before.key
            ? [{ ...thread, id, version, range: carry(anchor) }]
            : [];
        });
      });
    });
  }, [all, item, mailKey, linked]);
}
