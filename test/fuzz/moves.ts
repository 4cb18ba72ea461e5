import {
  type BoardEdits,
  type ItemJson,
  newProposal,
  type ProposalJson,
  readBoard,
  writeStroke,
} from "@carveout/model";
import * as Y from "yjs";
import type { Chance } from "./chance";

/** In everything that nobody but its author may ever see. */
export const BAD = "BAD-VALUE";

/** Somebody with a document of their own. */
export interface Player {
  doc: Y.Doc;
  edits: BoardEdits;
}

/** What people do to a board: all kinds of items, texts, wires and proposals, what they say, what the gate has to take back, and bytes that nobody writes. */
export class Moves {
  private serial = 0;

  constructor(private readonly chance: Chance) {}

  /** An update that was sent before, with some of its bytes changed. */
  mangled(sent: readonly Uint8Array[]): Uint8Array {
    const { chance } = this;
    const bytes = [...(sent.length === 0 ? [1, 1, 9, 0, 0] : chance.pick(sent))];
    for (let n = 1 + chance.below(5); n > 0; n--) {
      const at = chance.below(bytes.length);
      if (chance.percent(70)) bytes[at] = chance.below(256);
      else
        bytes.splice(
          at,
          chance.below(3),
          ...Array.from({ length: chance.below(3) }, () => chance.below(256)),
        );
    }
    return Uint8Array.from(bytes);
  }

  /** Name and payload of a command. */
  command(doc: Y.Doc): [string, unknown] {
    const { chance } = this;
    const number = (max: number) => String(chance.below(max)).padStart(10, "0");
    const thread = `thread-${number(6)}`;
    const comment = `comment-${number(12)}`;
    const item = chance.pick(Object.keys(readBoard(doc).items).concat("gone"));
    const said = { thread, comment, text: `Said ${this.serial++}`, mentions: [] };
    const passage = { at: "mail", item, part: "m0", start: chance.below(9), end: 9 + chance.below(9) };
    return chance.pick<[string, unknown]>([
      ["thread.start", { ...said, anchor: { at: "item", item }, label: "It" }],
      ["thread.start", { ...said, anchor: { at: "canvas", x: 1, y: 2 }, label: "" }],
      ["thread.start", { ...said, anchor: passage, label: "Its first mail" }],
      ["thread.reply", said],
      ["comment.edit", said],
      ["comment.delete", { thread, comment }],
      ["comment.react", { thread, comment, reaction: "👍", on: chance.percent(60) }],
      ["thread.resolve", { thread, resolved: chance.percent(50) }],
      ["verdict.give", { target: { item }, tag: "Acked-by", run: "" }],
      ["verdict.withdraw", { target: { item } }],
      ["timer.start", { lengthMs: 60_000 }],
      ["no such", BAD],
    ]);
  }

  honest({ doc, edits }: Player): void {
    const { chance } = this;
    const { items } = readBoard(doc);
    const ids = Object.keys(items);
    if (ids.length === 0) {
      this.add(edits);
      return;
    }
    const of = (...kinds: ItemJson["kind"][]) => {
      const found = ids.filter((id) => kinds.includes(items[id]?.kind ?? "note"));
      return found.length === 0 ? undefined : chance.pick(found);
    };
    const id = chance.pick(ids);
    const text = edits.text(of("note", "text", "shape") ?? "");
    const [profile, experiment, workload] = [of("profile"), of("experiment"), of("workload")];
    const proposal = of("proposal");
    const variant = experiment && Object.keys(fieldsOf(items[experiment]).variants ?? {})[0];
    const item = items[id];
    const edit = [
      () => this.add(edits),
      () => edits.remove(chance.percent(ids.length > 40 ? 100 : 30) ? [id] : []),
      () => {
        if (item === undefined || item.kind === "connector") return;
        edits.move([{ id, geo: { ...item.geo, x: chance.below(1000), y: chance.below(1000) } }]);
      },
      () => workload && edits.setField(workload, ["durationMs"], 1 + chance.below(1000)),
      () => profile && edits.addRow(profile, ["banks"], { sizeBytes: 4096 * (1 + chance.below(1000)) }),
      () => text?.insert(chance.below(text.length + 1), "abcdef".slice(chance.below(6))),
      () => text?.insert(chance.below(Math.min(4, text.length + 1)), "xyz".slice(chance.below(3))),
      () => text && text.length > 4 && text.delete(chance.below(text.length - 3), 1 + chance.below(3)),
      () => profile && experiment && edits.connect(profile, { item: experiment, port: "profile" }),
      () => experiment && edits.addVariant(experiment),
      () => proposal && edits.setField(proposal, ["former"], chance.percent(70) ? of("proposal") : undefined),
      () => {
        if (proposal !== undefined && experiment !== undefined && variant !== undefined)
          edits.addRow(proposal, ["models"], { variant: { item: experiment, variant } });
      },
      () => {
        const [model] = Object.keys(fieldsOf(items[proposal ?? ""]).models ?? {});
        if (proposal !== undefined && model !== undefined) edits.removeRow(proposal, ["models"], model);
      },
      () => edits.setLocked([id], chance.percent(50)),
      () => edits.setTitle(`Title ${chance.below(1e9)}`),
    ];
    chance.pick(edit)();
  }

  /** A series of one to three mails. */
  private proposal(): Pick<ProposalJson, "name" | "fields"> {
    const { name, fields } = newProposal(
      Array.from({ length: 1 + this.chance.below(3) }, (_, n) => ({
        head: {
          messageId: `${this.serial}.${n}@lists.example`,
          inReplyTo: n === 0 ? [] : [`${this.serial}.0@lists.example`],
          references: [],
          date: null,
          time: 1_700_000_000_000 + n,
          from: { name: "Ann", address: "" },
          to: [],
          cc: [],
          list: null,
          subject: `[PATCH ${n}/2] mm: series ${this.serial}`,
        },
        body: "+\tif (!page)\n+\t\treturn -ENOMEM;\n".repeat(1 + this.chance.below(60)),
      })),
    );
    return { name, fields };
  }

  private add(edits: BoardEdits): void {
    const { chance } = this;
    const geo = { x: chance.below(1000), y: chance.below(1000), w: 100 + chance.below(200) };
    const box = { ...geo, h: 80 };
    const stroke = writeStroke({ w: box.w, h: 80, points: [{ x: 4, y: 5, pressure: 0.5 }] });
    const item = chance.pick<ItemJson>([
      { kind: "note", geo, z: "a1", text: "new" },
      { kind: "text", geo, z: "a1", text: "# new", fields: {} },
      { kind: "shape", geo: box, z: "a1", text: "zone", fields: { form: "diamond" } },
      { kind: "ink", geo: box, z: "a1", stroke, fields: {} },
      { kind: "frame", geo: box, z: "a1", name: "Slide", order: "a0" },
      {
        kind: "image",
        geo: box,
        z: "a1",
        hash: "0123456789abcdef".repeat(4),
        natural: { w: 640, h: 480 },
        fields: {},
      },
      { kind: "profile", geo, z: "a1", fields: { banks: { b0: {} } } },
      { kind: "workload", geo, z: "a1", fields: { durationMs: 5 } },
      { kind: "experiment", geo, z: "a1", fields: { variants: { v1: { order: "a0" } } } },
      { kind: "strategy", family: "kmsan", type: "lazy", geo, z: "a1", fields: {} },
      { kind: "proposal", geo, z: "a1", ...this.proposal() },
    ]);
    edits.add(item, `${item.kind}-${this.serial++}`);
  }

  invalid({ doc, edits }: Player): void {
    const ids = Object.keys(readBoard(doc).items);
    const id = ids.length === 0 ? "gone" : this.chance.pick(ids);
    const shared = doc.getMap<Y.Map<unknown>>("items");
    const wrong = [
      () => edits.setTitle(BAD.repeat(30)),
      () => shared.get(id)?.set("geo", BAD),
      () => shared.get(id)?.set("colour", new Y.Map([["x", BAD]])),
      () => void shared.set(`x-${this.serial++}`, new Y.Map([["geo", BAD]])),
      () => void shared.set(id, new Y.Map([["kind", BAD]])),
      () => edits.setField(id, ["maxOrder"], { bad: BAD }),
      () => edits.text(id)?.insert(0, BAD.repeat(5000)),
      () => edits.setField(id, ["former"], { bad: BAD }),
      () => edits.addRow(id, ["mails"], { order: "a5", head: BAD, body: BAD }),
      () => edits.addRow(id, ["models"], { variant: BAD }),
      () =>
        void edits.add(
          { kind: "connector", from: { item: BAD }, to: { item: id, port: "profile" } },
          `x-${this.serial++}`,
        ),
    ];
    edits.together(() => void this.chance.pick(wrong)());
  }
}

function fieldsOf(item: ItemJson | undefined): Record<string, object> {
  return item !== undefined && "fields" in item ? (item.fields as Record<string, object>) : {};
}
