/** A claim of a mail, as it was checked when the product was made. */
export interface CheckedClaim {
  number: number;
  claim: string;
  mail: string;
  /** Id of the template whose board shows it. */
  template: string;
  /** What came out, in a sentence. */
  outcome: string;
  isConfirmed: boolean;
}
