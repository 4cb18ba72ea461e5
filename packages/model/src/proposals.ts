import type { ProposalJson } from "./item";
import type { MailJson, ModelledBy } from "./kinds";

/** The mails of a proposal in their order, with their keys. */
export function mailsOf({ fields }: ProposalJson): (MailJson & { key: string })[] {
  return Object.entries(fields.mails ?? {})
    .map(([key, mail]) => ({ key, ...mail }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.key < b.key ? -1 : 1));
}

/** The variants that model a proposal, with the keys of their rows. */
export function modelsOf({ fields }: ProposalJson): (ModelledBy & { key: string })[] {
  return Object.entries(fields.models ?? {}).map(([key, { variant }]) => ({ key, ...variant }));
}

/** Where a new proposal goes that nobody points the place of: left of everything, level with the top. */
export function proposalPlace(items: Iterable<{ geo?: { x: number; y: number } }>): {
  x: number;
  y: number;
  w: number;
} {
  let x = Number.POSITIVE_INFINITY;
  let y = Number.POSITIVE_INFINITY;
  for (const { geo } of items)
    if (geo !== undefined) {
      x = Math.min(x, geo.x);
      y = Math.min(y, geo.y);
    }
  const isEmpty = x === Number.POSITIVE_INFINITY;
  return { x: isEmpty ? 0 : x - PROPOSAL_WIDTH - GAP, y: isEmpty ? 0 : y, w: PROPOSAL_WIDTH };
}

/** Width of a proposal's card, board pixels. */
export const PROPOSAL_WIDTH = 362;
const GAP = 60;
