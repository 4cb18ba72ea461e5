/**
 * Sockets of the whole process. An idle one may take 0.3 MB (`npm run bench:collab` measures it), so this is one and a half gigabytes at the worst.
 */
const MAX_SOCKETS = 5000;
/** From one network address: a company or a conference behind one router, with room for a second tab each. */
const MAX_OF_ADDRESS = 1500;
/** Of one participant on one board: nobody finds their way among more tabs, and each costs what a person costs. */
const MAX_OF_PARTICIPANT = 30;
/** On one board: what one person does is sent to each of them. Ten times the session of 50 writers and 200 watchers that has to stay fluent. */
const MAX_ON_BOARD = 2500;

/** Who wants a socket. */
export interface Arrival {
  address: string;
  board: string;
  participant: string;
}

/** Counts who is here, so that nobody takes the place of all others. */
export class Crowd {
  private total = 0;
  private readonly counts = new Map<string, number>();

  /** Why there is no room for one more; null if there is. */
  refusal({ address, board, participant }: Arrival): string | null {
    const count = (key: string) => this.counts.get(key) ?? 0;
    if (this.total >= MAX_SOCKETS)
      return `The server is full: it holds ${MAX_SOCKETS} connections. Try again later.`;
    if (count(`address ${address}`) >= MAX_OF_ADDRESS)
      return `From your network there are ${MAX_OF_ADDRESS} connections, which is the most.`;
    if (count(`board ${board}`) >= MAX_ON_BOARD)
      return `The board is full: ${MAX_ON_BOARD} are on it. Try again when some have left.`;
    // Programs without a cookie are all the same participant.
    if (!participant.startsWith("link:") && count(`${board} ${participant}`) >= MAX_OF_PARTICIPANT)
      return `You have this board open ${MAX_OF_PARTICIPANT} times. Close some of its tabs first.`;
    return null;
  }

  /** One more is here; returns what lets them go. */
  enter({ address, board, participant }: Arrival): () => void {
    const keys = [`address ${address}`, `board ${board}`, `${board} ${participant}`];
    this.total++;
    for (const key of keys) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    return () => {
      this.total--;
      for (const key of keys) {
        const left = (this.counts.get(key) ?? 0) - 1;
        if (left > 0) this.counts.set(key, left);
        else this.counts.delete(key);
      }
    };
  }
}
