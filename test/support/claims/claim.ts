/** A claim of the discussions, and the experiment that confirms or corrects it. */
export interface Claim {
  /** Its number on the page; the claims are in the order of the discussions. */
  number: number;
  /** As the mail says it, in one sentence. */
  claim: string;
  /** Author, subject and date. */
  mail: string;
  /** Id of the template whose board shows it. */
  template: string;
  /** Runs the core: what came out in one sentence with its numbers, and whether the claim holds. */
  check(): { outcome: string; isConfirmed: boolean };
}
