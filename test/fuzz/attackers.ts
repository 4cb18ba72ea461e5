import { Chance } from "./chance";
import { type Attack, attack } from "./frames";

/** A process of attackers, so that what they take of a processor is not taken from those whose times are measured. Prints how many sockets they took. */
export interface Siege {
  attackers: Pick<Attack, "address" | "mayWrite">[];
  /** Of all of them. */
  frames: number;
  seed: number;
}

const { attackers, frames, seed } = JSON.parse(process.argv[2] ?? "") as Siege;
const sockets = await Promise.all(
  attackers.map((attacker, i) =>
    attack({
      ...attacker,
      frames: Math.ceil(frames / attackers.length),
      chance: new Chance(seed * attackers.length + i),
    }),
  ),
);
console.log(sockets.reduce((sum, each) => sum + each, 0));
