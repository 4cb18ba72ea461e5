import { mailsOf, type ProposalJson } from "@carveout/model";

/** As many mails as a proposal's picture lists. */
const MOST_MAILS = 6;

/** Subjects of the patches behind the first mail, answers left out: what a proposal's picture lists. */
export function listedPatches(item: ProposalJson): string[] {
  return mailsOf(item)
    .slice(1)
    .map(({ head }) => head.subject)
    .filter((subject) => !/^re:/i.test(subject))
    .slice(0, MOST_MAILS);
}
