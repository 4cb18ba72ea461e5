import {
  type ItemJson,
  newProposal,
  PROPOSAL_WIDTH,
  STRATEGIES,
  strategyOf,
  TEMPLATES,
} from "@carveout/model";
import { boardOf, MIDDLE, type Placed, type Scene } from "./scene";

/** As many as are mounted at most. */
const CARDS = 50;
/** The least at which cards are mounted: closer, so many do not fit into a window. */
const ZOOM = 0.6;
/** Between two cards, board pixels. */
const GAP = 8;
/** From left to right; a card lies in one that is at least as wide. */
const COLUMNS = [690, 258, 258, 258, 258, 258, PROPOSAL_WIDTH, PROPOSAL_WIDTH];
/** The column whose strategies lie in the middle of the view. */
const MIDDLE_COLUMN = 3;
/** From the top left corner of a strategy's card to its sentence, where no control is. */
const GRIP = { x: 120, y: 50 };
/** Their machines, loads and strategies; of the first the experiment, too, wired to them. */
const SHOWN_TEMPLATES = ["kmsan", "device", "directmap"];
const PROPOSALS = 8;
const CATALOGUED = 16;

type Card = Exclude<Placed, { kind: "ink" | "frame" | "image" | "shape" | "text" }>;

/**
 * The cards of the templates as they look there, so close together that 50 are in view: machines, loads and strategies of all families,
 * proposals and notes, and an experiment that is wired as on its template, with its results.
 */
export function cardScene(): Scene {
  const boards = SHOWN_TEMPLATES.map((name) => TEMPLATES.find(({ id }) => id === name)?.board().items ?? {});
  const [wired = {}] = boards;
  const field = new Field();
  const ids = new Map<string, string>();
  const add = (items: Readonly<Record<string, ItemJson>>, ...kinds: Card["kind"][]): void => {
    for (const [id, item] of Object.entries(items))
      if (isCard(item) && kinds.includes(item.kind)) {
        const placed = field.add(item);
        if (items === wired) ids.set(id, placed);
      }
  };
  add(wired, "experiment");
  for (const items of boards) add(items, "profile", "workload", "strategy");
  for (let n = 0; n < PROPOSALS; n++) field.add(proposal(n));
  const small = [...STRATEGIES].sort((a, b) => a.params.length - b.params.length);
  for (const { family, type } of small.slice(0, CATALOGUED))
    field.add({ kind: "strategy", family, type, geo: PLACE, z: "", fields: {} });
  while (field.cards.length < CARDS) field.add(note(field.cards.length));
  const end = ({ item }: { item: string }) => ({ item: ids.get(item) ?? "" });
  const wires = Object.entries(wired).flatMap(([id, item]): [string, ItemJson][] =>
    item.kind === "connector"
      ? [[id, { ...item, from: end(item.from), to: { ...item.to, ...end(item.to) } }]]
      : [],
  );
  const { x, y } = field.middle();
  return {
    name: `${CARDS} cards of the templates, in view at zoom ${ZOOM}`,
    board: boardOf(field.cards, Object.fromEntries(wires)),
    camera: { x: Math.round(x - MIDDLE.x / ZOOM), y: Math.round(y - MIDDLE.y / ZOOM), zoom: ZOOM },
    mounted: CARDS,
  };
}

const isCard = (item: ItemJson): item is Card => "name" in item || item.kind === "strategy";

const PLACE = { x: 0, y: 0, w: 0 };

/** Cards in columns, each as wide as they are. */
class Field {
  readonly cards: Card[] = [];
  private readonly feet = COLUMNS.map(() => 0);

  /** Below the others in the shortest column that is wide enough. Returns its id on the board. */
  add(card: Card): string {
    const width = widthOf(card);
    const fitting = [...COLUMNS.keys()].filter((column) => (COLUMNS[column] ?? 0) >= width);
    const foot = (column: number): number => this.feet[column] ?? 0;
    const column = fitting.reduce((least, each) => (foot(each) < foot(least) ? each : least));
    const geo = { x: leftOf(column), y: foot(column), w: width };
    this.feet[column] = foot(column) + heightOf(card) + GAP;
    return `item-${this.cards.push({ ...card, geo }) - 1}`;
  }

  /** Where to take hold of the strategy nearest to the middle. */
  middle(): { x: number; y: number } {
    const half = Math.max(...this.feet) / 2;
    const away = ({ geo }: Card): number => Math.abs(geo.y - half);
    const [first] = this.cards
      .filter(({ kind, geo }) => kind === "strategy" && geo.x === leftOf(MIDDLE_COLUMN))
      .sort((a, b) => away(a) - away(b));
    return { x: (first?.geo.x ?? 0) + GRIP.x, y: (first?.geo.y ?? 0) + GRIP.y };
  }
}

const leftOf = (column: number): number =>
  COLUMNS.slice(0, column).reduce((left, width) => left + width + GAP, 0);

function widthOf({ kind }: Card): number {
  if (kind === "experiment") return 690;
  return kind === "profile" || kind === "proposal" ? PROPOSAL_WIDTH : 258;
}

/** As a card is once it is mounted, about. */
function heightOf(card: Card): number {
  switch (card.kind) {
    case "experiment":
      return 1105;
    case "profile":
    case "workload":
      return 520;
    case "strategy":
      return 128 + 36 * (strategyOf(card.family, card.type)?.params.length ?? 0);
    case "proposal":
      return 169;
    case "note":
      return 56;
  }
}

function proposal(n: number): Card {
  const person = (name: string) => ({ name, address: `${name.toLowerCase()}@example.org` });
  const head = {
    messageId: `<${n}@example.org>`,
    inReplyTo: [],
    references: [],
    date: "Thu, 15 Aug 2024 10:00:00 +0000",
    time: Date.UTC(2024, 7, 15, 10),
    from: person("Ann"),
    to: [person("Ben")],
    cc: [],
    list: "linux-mm@kvack.org",
    subject: `[PATCH v${n + 1}] mm: hand metadata over ${n + 2} MiB at a time`,
  };
  const body = "Metadata is handed over in one piece today, which fails on small machines.\n";
  return { kind: "proposal", geo: PLACE, z: "", ...namedOf(newProposal([{ head, body }])) };
}

const namedOf = ({ name, fields }: ReturnType<typeof newProposal>) => ({ name, fields });

function note(n: number): Card {
  return { kind: "note", geo: PLACE, z: "", text: `Note ${n}: what somebody thinks of it, in two lines.` };
}
