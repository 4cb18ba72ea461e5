import { type ItemId, personName, type ThreadJson, type VerdictTag, verdictsOn } from "@carveout/model";
import { useMemo } from "react";
import { useSession, useSignal } from "../session";
import { discussionOf } from "../threads/discussion";

export interface ProposalTalk {
  /** Counts of its threads. */
  open: number;
  resolved: number;
  /** On its mails, in the order they were started. */
  threads: readonly (ThreadJson & { id: string })[];
  verdicts: readonly { tag: VerdictTag; name: string }[];
}

/** What has been said about a proposal. */
export function useProposalTalk(item: ItemId): ProposalTalk {
  const discussion = discussionOf(useSession());
  const all = useSignal(discussion.threads);
  const given = useSignal(discussion.verdicts);
  const people = useSignal(discussion.people);
  return useMemo(() => {
    const threads = [...all.entries()]
      .map(([id, thread]) => ({ id, ...thread }))
      .filter(({ anchor }) => "item" in anchor && anchor.item === item)
      .sort((a, b) => a.number - b.number);
    const resolved = threads.filter((thread) => thread.resolved !== undefined).length;
    return {
      open: threads.length - resolved,
      resolved,
      threads,
      verdicts: verdictsOn(given, { item }).map(({ tag, by }) => ({ tag, name: personName(people, by) })),
    };
  }, [all, given, people, item]);
}
