import { Chance } from "./chance";
import { attack } from "./frames";

/** A process of attackers, one an address, so that what they take of a processor is not taken from those whose times are measured. Prints how many sockets they took. */
export interface Siege {
  addresses: string[];
  /** Of all of them. */
  frames: number;
  seed: number;
}

const { addresses, frames, seed } = JSON.parse(process.argv[2] ?? "") as Siege;
const sockets = await Promise.all(
  addresses.map((address, i) =>
    attack({
      address,
      frames: Math.ceil(frames / addresses.length),
      chance: new Chance(seed * addresses.length + i),
    }),
  ),
);
console.log(sockets.reduce((sum, each) => sum + each, 0));
