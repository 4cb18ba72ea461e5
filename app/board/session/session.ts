import {
  BoardEdits,
  defineRoots,
  type ItemId,
  itemsOf,
  metaOf,
  type StudyKind,
  titleOf,
} from "@carveout/model";
import {
  CloseCode,
  decodeMessage,
  encodeMessage,
  type Hello,
  MessageType,
  type Refusal,
  WIRE_VERSION,
  type WireMessage,
} from "@carveout/wire";
import type { Decoder } from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { mayOpen } from "../../api";
import { Announcements } from "./announcements";
import { Changes } from "./changes";
import { Commands } from "./commands";
import { Durability } from "./durability";
import { History } from "./history";
import { ItemStore } from "./items";
import { Link } from "./link";
import { Looks } from "./looks";
import { Outbox } from "./outbox";
import { fieldPlace, placesOf } from "./places";
import { Presence } from "./presence";
import { Signal } from "./signal";
import { Studies } from "./studies";
import { turnsAt } from "./turns";
import type {
  BoardPoint,
  Ending,
  FieldPlace,
  Identity,
  Notice,
  Person,
  PersonColour,
  PresenceDrag,
  PresenceTrace,
  VariantRun,
} from "./types";

/** Code of an ending that the session finds out by itself: there is no such board. */
export const NO_BOARD = 404;

/** Longest time between two attempts to connect, ms: who waits for the network to come back is back within two seconds. */
const MAX_BACKOFF_MS = 1000;

/** What the canvas host lends to the rest of the board: leading somebody to a place. */
export interface Guide {
  /** Brings the item into view, selects it and puts the focus into the field (the item itself for ""). */
  goTo(item: ItemId, field: string): void;
  /** Keeps what somebody sees in view; said again, ends that. Where one of the two has no canvas, it brings what they are at into view. */
  followPerson(person: Person): void;
}

/** One participant's open board: the document, the socket, and everything that is known of the board, for React to follow. */
export class BoardSession {
  readonly doc = new Y.Doc();
  readonly edits: BoardEdits;
  readonly items: ItemStore;
  readonly presence: Presence;
  readonly durability: Durability;
  readonly history: History;
  readonly changes: Changes;
  readonly announcements = new Announcements();
  readonly studies = new Studies();
  readonly commands: Commands;
  readonly looks = new Looks((message) => this.#send(message));
  readonly identity = new Signal<Identity | null>(null);
  readonly can = new Signal<{ edit: boolean; comment: boolean }>({ edit: false, comment: false });
  readonly title: Signal<string>;
  /** The document is here. Stays true while offline. */
  readonly isOpen = new Signal(false);
  /** What the last action could not do. */
  readonly notice = new Signal<Notice | null>(null);
  readonly ending = new Signal<Ending | null>(null);
  /** Whom this participant follows. */
  readonly leader = new Signal<Person | null>(null);
  /** Set by whoever shows the board. */
  guide: Guide | null = null;
  /** Origin of this tab's transactions: what undo follows. */
  readonly #origin = {};
  readonly #provider: WebsocketProvider;
  #link: Link | null = null;
  #name: string | null;
  /** How far the server's clock is ahead of this browser's. */
  #clockAheadMs = 0;

  /** Why the session before this one was given up, or null. */
  readonly reopenedAfter: Signal<Ending | null>;

  constructor(
    readonly board: string,
    options: {
      socketUrl: string;
      /** What this browser's person went by last time, null = ask. */
      name: string | null;
      reopenedAfter?: Ending | null;
    },
  ) {
    this.#name = options.name;
    this.reopenedAfter = new Signal(options.reopenedAfter ?? null);
    defineRoots(this.doc);
    this.edits = new BoardEdits(this.doc, this.#origin);
    this.#provider = new WebsocketProvider(options.socketUrl, board, this.doc, {
      connect: false,
      // Tabs of one browser would hand each other edits past the gate.
      disableBc: true,
      params: { wire: String(WIRE_VERSION) },
      maxBackoffTime: MAX_BACKOFF_MS,
    });
    this.items = new ItemStore(this.doc);
    this.presence = new Presence(this.#provider.awareness);
    this.durability = new Durability(this.doc);
    this.history = new History(this.doc, this.#origin, (client) => this.presence.authorOf(client));
    this.changes = new Changes(this.doc, (client) => this.presence.authorOf(client));
    this.commands = new Commands(
      (command) => this.#send(command),
      ({ id }, sentence) => this.announcements.receiveRefusal(refusedCommand(id, sentence)),
    );
    this.title = new Signal(titleOf(this.doc));
    metaOf(this.doc).observe(() => this.title.set(titleOf(this.doc)));
    this.doc.on("afterTransaction", this.#afterTransaction);
    // The very event on which the provider sends, so that both count the same.
    this.doc.on("update", (_update, origin) => {
      if (origin !== this.#provider) this.durability.edited();
    });
    this.#listen();
  }

  connect(): void {
    this.#link ??= new Link(this.#provider, (signal) => fetch("/healthz", { signal, cache: "no-store" }));
    this.#provider.connect();
  }

  destroy(): void {
    this.#link?.stop();
    this.#provider.destroy();
    this.commands.destroy();
    this.history.destroy();
    this.presence.destroy();
    this.changes.destroy();
    this.items.destroy();
    this.doc.destroy();
  }

  undo(): void {
    this.history.undo();
  }

  redo(): void {
    this.history.redo();
  }

  setCursor(cursor: BoardPoint | null): void {
    this.presence.set({ cursor });
  }

  setSelection(selection: readonly string[]): void {
    this.presence.set({ selection });
  }

  setField(field: FieldPlace | null): void {
    this.presence.set(field === null ? { field } : { field, cursor: null });
  }

  setDrag(drag: PresenceDrag | null): void {
    this.presence.set({ drag });
  }

  setTrace(trace: PresenceTrace | null): void {
    this.presence.set({ trace });
  }

  /** Tells everybody the name this participant goes by. */
  introduce(name: string): void {
    this.#name = name;
    const identity = this.identity.get();
    if (identity !== null) this.#identify({ ...identity, name });
    this.#send({ type: "introduce", name });
  }

  #listen(): void {
    for (const type of Object.values(MessageType))
      this.#provider.messageHandlers[type] = (_encoder: unknown, decoder: Decoder) =>
        this.#receive(decodeMessage(type, decoder));
    this.#provider.on("sync", (isSynced) => {
      if (!isSynced) return;
      this.isOpen.set(true);
      this.durability.synced();
    });
    this.#provider.on("status", ({ status }) => {
      if (status === "connected") this.durability.connected();
      if (status === "disconnected") {
        this.durability.disconnected();
        this.commands.disconnected();
      }
    });
    this.#provider.on("connection-error", () => void this.#askWhy());
    this.#provider.on("closed", (ending) => this.ending.set(ending));
  }

  /** Trying again does not help who has no token, or where there is no board. */
  async #askWhy(): Promise<void> {
    const answer = await mayOpen(this.board);
    if (answer !== "no token" && answer !== "no board") return;
    this.#provider.disconnect();
    this.ending.set(
      answer === "no token" ? { code: CloseCode.Unauthorised, reason: "" } : { code: NO_BOARD, reason: "" },
    );
  }

  #receive(message: WireMessage): void {
    const { announcements } = this;
    if (message.type === "hello") this.#greet(message);
    else if (message.type === "ack") this.durability.acknowledged(message.stateVector, message.updates);
    else if (message.type === "refusal") announcements.receiveRefusal(message);
    else if (message.type === "diagnostics") announcements.receiveFindings(message);
    else if (message.type === "run") announcements.receiveRun(message as VariantRun);
    else if (message.type === "trouble") this.#trouble(message.sentence);
    else if (message.type === "moment") announcements.moment.set(message.number);
    else if (message.type === "answer") this.commands.answered(message);
    else if (message.type === "sight" || message.type === "look state") this.looks.receive(message);
    else if (message.type === "study" || message.type === "study cells" || message.type === "study refused")
      this.studies.receive(message);
  }

  /** Asks the server to run a study of an experiment, or to stop it. */
  requestStudy(experiment: ItemId, study: StudyKind, action: "run" | "cancel"): void {
    this.#send({ type: "study request", experiment, study, action });
  }

  /** The time of the server's clock, ms since 1970, as far as this browser can tell. */
  serverNow(): number {
    return Date.now() + this.#clockAheadMs;
  }

  #greet(hello: Hello): void {
    this.#clockAheadMs = hello.now - Date.now();
    this.announcements.reset();
    const { participant, role, core, isVerified } = hello;
    const colour = Math.min(6, Math.max(1, Math.floor(hello.colour))) as PersonColour;
    this.can.set({ edit: role === "owner" || role === "editor", comment: role !== "viewer" });
    const isNew = !isVerified && this.#name !== null && hello.name !== this.#name;
    const name = isVerified ? hello.name : (this.#name ?? hello.name);
    this.#identify({ participant, role, core, colour, isVerified, name });
    if (isNew && this.#name !== null) this.#send({ type: "introduce", name: this.#name });
    this.commands.belongTo(
      new Outbox(this.board, participant),
      turnsAt(`carveout-outbox-${this.board}-${participant}`),
    );
    this.commands.connected();
    this.looks.connected();
  }

  #trouble(sentence: string | null): void {
    this.announcements.trouble.set(sentence);
    if (sentence === null) this.commands.connected();
  }

  #identify(identity: Identity): void {
    this.identity.set(identity);
    this.presence.setIdentity(identity);
  }

  /** False if there is no connection. */
  #send(message: WireMessage): boolean {
    const socket = this.#provider.ws;
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(encodeMessage(message) as Uint8Array<ArrayBuffer>);
    return true;
  }

  readonly #afterTransaction = (transaction: Y.Transaction): void => {
    if (!transaction.local || transaction.changed.size === 0) return;
    for (const event of transaction.changedParentTypes.get(itemsOf(this.doc) as never) ?? [])
      for (const path of placesOf(event, this.doc)) {
        const place = fieldPlace(path);
        if (place !== null) this.announcements.settle(place.item, place.field);
      }
  };
}

/** A command's refusal is shown like that of an edit. */
function refusedCommand(id: string, sentence: string): Refusal {
  return {
    type: "refusal",
    rule: "",
    path: ["commands", id],
    headline: sentence,
    detail: "Nothing was written.",
    offered: null,
    restored: null,
  };
}
