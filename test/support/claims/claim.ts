/** A claim of one of the mails, and what the core says to it. */
export interface Claim {
  /** In the table of claims. */
  number: number;
  claim: string;
  mail: string;
  /** Id of the template whose board shows it. */
  template: string;
  /** Runs the core. `outcome` is one sentence with its numbers. */
  check(): { outcome: string; isConfirmed: boolean };
}
