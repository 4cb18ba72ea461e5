import * as Y from "yjs";
import { CommandDesk } from "../../server/commands/desk";
import { Gate, type Judged } from "../../server/gate/gate";
import { People } from "../../server/room/people";
import type { Store } from "../../server/store/store";

/** A room without sockets, clock and disk: gate, desk of commands and a log, from which it starts again. */
export class Host {
  doc = new Y.Doc();
  gate: Gate;
  /** Called with every update that leaves. */
  onUpdate: (update: Uint8Array) => void = () => {};
  private desk: CommandDesk;
  private readonly log: Uint8Array[] = [];
  private readonly owners: [number, string][] = [];
  private now = 0;

  constructor(seed: Uint8Array) {
    this.log.push(seed);
    [this.gate, this.desk] = this.load();
  }

  /** As after a crash: what was written is there, and nothing else. */
  restart(): void {
    this.doc.destroy();
    this.doc = new Y.Doc();
    [this.gate, this.desk] = this.load();
  }

  /** Throws Rejected. */
  edit(update: Uint8Array, participant: string): Judged {
    try {
      const judged = this.gate.apply(update, participant, participant);
      this.desk.keepPins(judged.removed);
      if (judged.rejected !== null) throw judged.rejected;
      return judged;
    } finally {
      this.owners.push(...this.gate.owners.takeFresh());
    }
  }

  /** Null, or why it was refused. */
  command(participant: string, name: string, payload: unknown): string | null {
    this.now += 1000;
    const id = `command-${this.now}`;
    return this.desk.hear({ participant, role: "editor" }, { type: "command", id, name, payload }, this.now);
  }

  private load(): [Gate, CommandDesk] {
    for (const update of this.log) Y.applyUpdate(this.doc, update);
    const gate = new Gate(this.doc, this.owners);
    this.doc.on("update", (update: Uint8Array) => {
      this.log.push(update);
      this.onUpdate(update);
    });
    const people = new People("board", { keepParticipant: async () => {} } as unknown as Store, []);
    return [gate, new CommandDesk(this.doc, people, { last: 0, mark: () => 1 })];
  }
}
