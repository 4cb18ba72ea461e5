// Made by `npm run generate` from test/support/claims. Do not edit.
import type { CheckedClaim } from "./claim";

export const CLAIMS: readonly CheckedClaim[] = [];
