import { once } from "node:events";
import { boardOf } from "./board";
import type { Outcome, Task } from "./load";
import { PEER_TITLES, type PeerName, startPeer } from "./peers";
import { CORE, isPinned, startOn } from "./processes";
import { report } from "./report";
import { SCENARIOS, type Scenario } from "./scenarios";

const DEFAULT_ROUNDS = 3;

/**
 * Carveout beside other servers of Yjs documents and a relay that only forwards. Each scenario has a fresh server process and a fresh load process; the peers take turns, so that
 * a slow moment of the machine meets all of them. Usage: [rounds] [scenario ...].
 */
export async function main(loadFile: string): Promise<void> {
  const [rounds = String(DEFAULT_ROUNDS), ...names] = process.argv.slice(2);
  console.log(
    isPinned
      ? `Servers on processor ${CORE.server}, load on processor ${CORE.load}; ${rounds} rounds`
      : `Servers and load share the processors; ${rounds} rounds`,
  );
  for (const [name, scenario] of Object.entries(SCENARIOS))
    if (names.length === 0 || names.includes(name)) await compare(scenario, Number(rounds), loadFile);
}

async function compare(scenario: Scenario, rounds: number, loadFile: string): Promise<void> {
  const outcomes = new Map<PeerName, Outcome[]>(scenario.peers.map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round++)
    for (const peer of scenario.peers) {
      const outcome = await one(scenario, peer, loadFile);
      if (outcome !== null) outcomes.get(peer)?.push(outcome);
    }
  report(scenario, outcomes);
}

/** null if it did not work out; the reason has been printed. */
async function one(scenario: Scenario, name: PeerName, loadFile: string): Promise<Outcome | null> {
  const server = await startPeer(name, boardOf(scenario.notes));
  try {
    const { address, dialect, pid, needsSeed } = server;
    const task: Task = { scenario, server: { address, dialect, pid, needsSeed } };
    const child = startOn(CORE.load, [loadFile, JSON.stringify(task)], {});
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = (await once(child, "close")) as [number | null];
    if (code === 0) return JSON.parse(said) as Outcome;
    console.log(`${PEER_TITLES[name]}: the load ended with ${code}`);
    return null;
  } finally {
    await server.stop();
  }
}
