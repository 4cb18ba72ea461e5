import { PULSE_MS } from "@carveout/wire";
import type { WebsocketProvider } from "y-websocket";

/** No pulse for so long, one missed and the next late: the link is dead, though the browser knows nothing of it. */
const SILENT_MS = 2 * PULSE_MS + 1000;
const CHECK_MS = 500;
/** A check that comes so late says nothing of the link: this page has been held up, and what has come meanwhile waits to be read. */
const LATE_MS = 2000;
/** How long the network has for an answer, while a connection is being made. */
const PROBE_MS = 750;

/** Notices a link that is dead, and a network that is back: neither does a browser tell its pages. */
export class Link {
  readonly #timer = setInterval(() => this.#check(), CHECK_MS);
  #checked = Date.now();
  #isProbing = false;
  /** The network has not answered while the present connection was being made, which then hangs for as long as the system pleases. */
  #wasDead = false;

  constructor(
    private readonly provider: WebsocketProvider,
    /** Asks the server for anything; rejects where nothing answers. */
    private readonly probe: (signal: AbortSignal) => Promise<unknown>,
  ) {
    globalThis.addEventListener?.("online", this.#again);
  }

  stop(): void {
    clearInterval(this.#timer);
    globalThis.removeEventListener?.("online", this.#again);
  }

  #check(): void {
    const { provider } = this;
    const isLate = Date.now() - this.#checked > LATE_MS;
    this.#checked = Date.now();
    if (isLate) return;
    if (provider.wsconnecting) void this.#try();
    else if (provider.wsconnected && Date.now() - provider.wsLastMessageReceived > SILENT_MS) this.#again();
  }

  async #try(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const isAlive = await this.probe(AbortSignal.timeout(PROBE_MS)).then(
      () => true,
      () => false,
    );
    this.#isProbing = false;
    if (isAlive && this.#wasDead && this.provider.wsconnecting) this.#again();
    else this.#wasDead = !isAlive;
  }

  /** Gives up what connection there is, and makes another one at once. */
  readonly #again = (): void => {
    this.#wasDead = false;
    if (!this.provider.shouldConnect) return;
    this.provider.disconnect();
    this.provider.connect();
  };
}
