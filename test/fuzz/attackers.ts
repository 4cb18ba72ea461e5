import { Chance } from "./chance";
import { type Attack, attack } from "./frames";

/** A process of attackers, so that what they take of a processor is not taken from those whose times are measured. Prints how many sockets they took. */
export interface Siege {
  attackers: Pick<Attack, "address" | "mayWrite">[];
  /** Of all of them. */
  frames: number;
  seed: number;
}

/** Each has a network address of their own where the system has more than one on loopback. */
const addressOf = (attacker: number) =>
  process.platform === "linux" ? `127.0.0.${attacker + 2}` : "127.0.0.1";

const { attackers, frames, seed } = JSON.parse(process.argv[2] ?? "") as Siege;
const sockets = await Promise.all(
  attackers.map((attacker, i) =>
    attack({
      ...attacker,
      from: addressOf(i),
      frames: Math.ceil(frames / attackers.length),
      chance: new Chance(seed * attackers.length + i),
    }),
  ),
);
console.log(sockets.reduce((sum, each) => sum + each, 0));
