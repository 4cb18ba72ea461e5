import type { Role } from "@carveout/wire";

/** Number of a colour token p-1 to p-6. */
export type PersonColour = 1 | 2 | 3 | 4 | 5 | 6;

/** Who somebody is on this board, as the server has said. */
export interface Identity {
  participant: string;
  name: string | null;
  /** The name is the sign-in provider's. */
  isVerified: boolean;
  colour: PersonColour;
  role: Role;
  /** Version of the simulation core. */
  core: string;
}
