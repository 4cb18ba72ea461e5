import type { Camera, Engine } from "@carveout/canvas";
import { onAddress } from "../address";
import type { BoardSession, Person } from "../session";
import { openLike, openViewAddress, viewAddress } from "../views/view";
import { headOf } from "./head";

/** Following: another participant's view always inside this one, and what they have open is open here, until this participant goes their own way. */
export class Follow {
  readonly #stops: (() => void)[];
  /** Where this participant was before they followed. */
  #before: { camera: Camera; open: string | null } | null = null;
  #isAlone = true;
  /** What was opened here last because the leader has it open; anything else in the address is this participant's own step. */
  #opened: string | null = null;

  constructor(
    private readonly session: BoardSession,
    private readonly engine: Engine,
  ) {
    const { people } = session.presence;
    this.#stops = [
      people.subscribe(this.#look),
      engine.subscribeCamera(() => this.#share()),
      onAddress(this.#onAddress),
    ];
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.stop();
    this.session.presence.set({ view: null, open: null });
  }

  /** False where they have no canvas open. */
  start(participant: string): boolean {
    const leader = this.#person(participant);
    if (leader === null) return false;
    this.#opened = openViewAddress();
    this.#before ??= { camera: this.engine.camera(), open: this.#opened };
    this.session.leader.set(leader);
    this.session.presence.set({ following: participant });
    this.#look();
    return true;
  }

  stop(): void {
    if (this.session.leader.get() === null) return;
    this.session.leader.set(null);
    this.#before = null;
    this.engine.pursue(null);
    this.session.presence.set({ following: null });
  }

  /** Stops, and goes back to where this participant was. */
  goBack(): void {
    const before = this.#before;
    this.stop();
    if (before === null) return;
    if (openViewAddress() !== before.open) openLike(before.open);
    this.engine.setCamera(before.camera, { animate: true });
  }

  /** Who that is with a canvas open, in one of their tabs; not this participant. */
  #person(participant: string): Person | null {
    const people = this.session.presence.people.get();
    return people.find(({ id, isMe, view }) => id === participant && !isMe && view !== null) ?? null;
  }

  readonly #look = (): void => {
    const people = this.session.presence.people.get();
    const isAlone = people.length < 2;
    if (this.#isAlone && !isAlone) this.#share();
    this.#isAlone = isAlone;
    const followed = this.session.leader.get()?.id;
    const me = this.session.identity.get()?.participant;
    if (followed === undefined || me === undefined) return;
    const leader = this.#person(followed);
    if (leader === null) {
      this.stop();
      return;
    }
    const known = this.session.leader.get();
    if (leader.name !== known?.name || leader.colour !== known.colour) this.session.leader.set(leader);
    const head = headOf(me, followed, (id) => this.#person(id)?.following ?? null);
    if (head === me) this.engine.pursue(null);
    else {
      const ahead = this.#person(head) ?? leader;
      this.engine.pursue(ahead.view);
      this.#openLike(ahead.open);
    }
  };

  #openLike(theirs: string | null): void {
    const open = theirs === null ? null : viewAddress(theirs);
    if (open === this.#opened) return;
    this.#opened = open;
    openLike(open);
  }

  readonly #onAddress = (): void => {
    this.#share();
    if (this.session.leader.get() !== null && openViewAddress() !== this.#opened) this.stop();
  };

  /** Nobody looks while nobody else is here. */
  #share(): void {
    if (this.session.presence.people.get().length < 2) return;
    this.session.presence.set({ view: this.engine.viewBox(), open: openViewAddress() });
  }
}
