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
  type Ack,
  CloseCode,
  decodeMessage,
  encodeMessage,
  type Hello,
  MessageType,
  type Refusal,
  WIRE_VERSION,
  type WireMessage,
} from "@carveout/wire";
import * as decoding from "lib0/decoding";
import { messageYjsSyncStep1 } from "y-protocols/sync";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { mayOpen } from "../../api";
import { lastLooked } from "../../ui/looked";
import { firstDrawn } from "../settled";
import { Announcements } from "./announcements";
import { Changes } from "./changes";
import { Commands } from "./commands";
import type { Keeping, KeptBoard, Rescued } from "./copy";
import { Durability } from "./durability";
import { causeOf, DAMAGED_COPY, mayKeep, NO_BOARD, OTHER_HISTORY, SOMEBODY_ELSE } from "./endings";
import { History } from "./history";
import type { Identity, PersonColour } from "./identity";
import { ItemStore } from "./items";
import { NO_COPY } from "./kept";
import type { Link } from "./link";
import { Looks } from "./looks";
import { participantHere } from "./me";
import { fieldPlace, placesOf } from "./places";
import { Presence } from "./presence";
import { Signal } from "./signal";
import { Studies } from "./studies";
import type {
  BoardPoint,
  Ending,
  FieldPlace,
  Notice,
  Person,
  PresenceDrag,
  PresenceTrace,
  VariantRun,
} from "./types";

/** After too many refusals: as long as the server counts them. */
const PAUSE_MS = 10_000;

/** Longest time between two attempts to connect, ms: who waits for the network to come back is back within two seconds. */
const MAX_BACKOFF_MS = 1000;

/** So long the first connection may take before somebody looks after it. */
const LONG_MS = 3000;

/** What the canvas host lends to the rest of the board: leading somebody to a place. */
export interface Guide {
  /** Brings the item into view, selects it and puts the focus into the field (the item itself for ""). */
  goTo(item: ItemId, field: string): void;
  /** Keeps what somebody sees in view; said again, ends that. Where one of the two has no canvas, it brings what they are at into view. */
  followPerson(person: Person): void;
  stopFollowing(): void;
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
  /** Why this browser keeps no copy of the board, or null. */
  readonly unkept = new Signal<string | null>(null);
  /** All edits that wait here are in this browser's copy: the tab can go without them. */
  readonly isKept = new Signal(false);
  /** Boards that the server would not go on with, as they were here, until this participant has seen to them. */
  readonly rescued: Signal<readonly Rescued[]>;
  /** Pictures on their way to the server. */
  readonly uploads = new Signal(0);
  /** Origin of this tab's transactions: what undo follows. */
  readonly #origin = {};
  /** What this browser keeps of the board, once that can be known. */
  #keeping: Keeping | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  readonly #provider: WebsocketProvider;
  #link: Link | null = null;
  #name: string | null;
  /** Of the board that this document is of. */
  #lineage: string | null = null;
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
    this.rescued = new Signal(options.reopenedAfter?.rescued ? [options.reopenedAfter.rescued] : []);
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
    this.durability = new Durability(this.doc, () => this.#writers());
    this.history = new History(this.doc, this.#origin, (client) => this.presence.authorOf(client));
    this.changes = new Changes(this.doc, (client) => this.presence.authorOf(client));
    this.commands = new Commands(
      (command) => this.#send(command),
      ({ id }, sentence) => this.announcements.receiveRefusal(refusedCommand(id, sentence)),
    );
    this.title = new Signal(titleOf(this.doc));
    metaOf(this.doc).observe(() => this.title.set(titleOf(this.doc)));
    this.doc.on("afterTransaction", this.#afterTransaction);
    this.doc.off("update", this.#provider._updateHandler);
    const count = () => this.durability.besides(this.commands.waiting.get().length + this.uploads.get());
    this.commands.waiting.subscribe(count);
    this.uploads.subscribe(count);
    this.#listen();
  }

  /** Shows what this browser has of the board, then asks the server. */
  async open(): Promise<void> {
    if (lastLooked(this.board) !== null) await this.#openCopy();
    if (this.#isOver) return;
    this.#followUpdates();
    this.#provider.connect();
    void this.#watchLink();
  }

  /** Not while the copy is applied: as long as somebody listens, Yjs writes all of it as bytes once more. */
  #followUpdates(): void {
    this.doc.on("update", this.#provider._updateHandler);
    // The very event on which the provider sends, so that both count the same.
    this.doc.on("update", (update: Uint8Array, origin) => {
      const isOwn = origin !== this.#provider;
      if (isOwn) this.durability.edited();
      this.#keeping?.keep(update, isOwn);
    });
  }

  /** Not before the board is there, or has been long in coming. */
  async #watchLink(): Promise<void> {
    await Promise.race([firstDrawn(), new Promise((resolve) => setTimeout(resolve, LONG_MS))]);
    const { Link } = await import("./link");
    if (this.#isOver) return;
    this.#link ??= new Link(this.#provider, (signal) => fetch("/healthz", { signal, cache: "no-store" }));
  }

  destroy(): void {
    this.#isOver = true;
    this.#link?.stop();
    clearTimeout(this.#pause);
    this.#keeping?.destroy();
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

  async #openCopy(): Promise<void> {
    const participant = this.identity.get()?.participant ?? participantHere();
    const isAnother = this.reopenedAfter.get()?.code === SOMEBODY_ELSE && !this.isOpen.get();
    if (participant === null || isAnother || this.#isOver) return;
    const module = await import("./copy").catch(() => null);
    if (module === null) this.unkept.set(NO_COPY);
    if (module === null || this.#isOver) return;
    this.#keeping ??= new module.Keeping(this.board, this.doc, this.commands, {
      isOpen: () => this.isOpen.get(),
      identity: () => this.identity.get(),
      lineage: () => this.#lineage ?? "",
      edits: () => this.durability.edits,
      restored: (kept) => this.#restored(kept),
      damaged: () => void this.#end(DAMAGED_COPY),
      unkept: this.unkept,
      isKept: this.isKept,
    });
    await this.#keeping.open(participant);
  }

  #restored({ identity, lineage, waiting }: KeptBoard): void {
    this.#lineage = lineage;
    this.#admit(identity);
    this.durability.restored(waiting);
    this.isOpen.set(true);
  }

  /** The Yjs ids that this participant has written under here. */
  #writers(): Set<number> {
    return new Set(this.#keeping?.copy?.writers).add(this.doc.clientID);
  }

  /** The server's first question: what it has of the board. True if nothing is missing that others have written, and this browser has seen. */
  #isSameHistory(stateVector: Uint8Array): boolean {
    const theirs = Y.decodeStateVector(stateVector);
    const own = this.#writers();
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.doc)))
      if (!own.has(client) && (theirs.get(client) ?? 0) < clock) return false;
    return true;
  }

  #listen(): void {
    const { messageHandlers } = this.#provider;
    const sync = messageHandlers[0];
    messageHandlers[0] = (encoder, decoder, ...rest) => {
      const peek = decoding.clone(decoder);
      if (decoding.readVarUint(peek) === messageYjsSyncStep1)
        if (!this.#isSameHistory(decoding.readVarUint8Array(peek))) return void this.#end(OTHER_HISTORY);
      sync?.(encoder, decoder, ...rest);
    };
    for (const type of Object.values(MessageType))
      this.#provider.messageHandlers[type] = (_encoder: unknown, decoder: decoding.Decoder) =>
        this.#receive(decodeMessage(type, decoder));
    this.#provider.on("sync", (isSynced) => {
      if (!isSynced) return;
      this.isOpen.set(true);
      this.durability.synced();
      void firstDrawn().then(() => this.#openCopy());
    });
    this.#provider.on("status", ({ status }) => {
      if (status === "connected") this.durability.connected();
    });
    this.#provider.on("connection-close", (event) => {
      this.durability.disconnected(causeOf(event?.code));
      this.commands.disconnected();
    });
    this.#provider.on("connection-error", () => void this.#askWhy());
    this.#provider.on("closed", ({ code, reason }) => {
      if (code === CloseCode.TooMany) this.#rest();
      else void this.#end(code, reason);
    });
  }

  /** What was refused is put right on both sides; the rest waits until the server has stopped counting. */
  #rest(): void {
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#provider.connect();
    }, PAUSE_MS);
  }

  /** The server does not go on with this document. What it has not got of it is kept for its person, the copy in this browser goes. */
  async #end(code: number, reason = ""): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#keeping?.stop();
    this.#provider.disconnect();
    // Somebody else's copy is theirs, and waits for them.
    const rescued = code === SOMEBODY_ELSE ? null : await this.#rescue(code);
    if (rescued !== null) this.rescued.set([rescued]);
    this.ending.set({ code, reason, rescued });
  }

  async #rescue(code: number): Promise<Rescued | null> {
    const waiting = this.durability.edits;
    const copy = this.#keeping?.copy ?? null;
    if (waiting === 0 && copy === null) return null;
    const { giveUp } = await import("./copy");
    const place = { participant: this.identity.get()?.participant ?? "", board: this.board };
    // Of a board that the server can't read, this may be the last that there is.
    const given = code === CloseCode.Damaged ? null : copy;
    return giveUp(given, place, this.doc, waiting, mayKeep(code));
  }

  /** Trying again does not help who has no token, or where there is no board. */
  async #askWhy(): Promise<void> {
    const answer = await mayOpen(this.board);
    if (answer !== "no token" && answer !== "no board") return;
    void this.#end(answer === "no token" ? CloseCode.Unauthorised : NO_BOARD);
  }

  #receive(message: WireMessage): void {
    const { announcements } = this;
    if (message.type === "hello") this.#greet(message);
    else if (message.type === "ack") this.#acknowledge(message);
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

  #acknowledge({ stateVector, updates }: Ack): void {
    if (this.durability.acknowledged(stateVector, updates)) this.#keeping?.saved();
  }

  /** Resolves when the board is up to date the next time, or after a while, for who has met with no answer. */
  connectedAgain(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(), PAUSE_MS);
      const done = () => {
        clearTimeout(timer);
        this.#provider.off("sync", done);
        resolve();
      };
      this.#provider.once("sync", done);
    });
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
    const kept = this.#keeping?.copy?.place.participant ?? participant;
    if (kept !== participant) return void this.#end(SOMEBODY_ELSE);
    if (this.#lineage !== null && this.#lineage !== hello.lineage) return void this.#end(OTHER_HISTORY);
    this.#lineage = hello.lineage;
    const colour = Math.min(6, Math.max(1, Math.floor(hello.colour))) as PersonColour;
    const isNew = !isVerified && this.#name !== null && hello.name !== this.#name;
    this.#admit({ participant, role, core, colour, isVerified, name: hello.name });
    if (isNew && this.#name !== null) this.#send({ type: "introduce", name: this.#name });
    this.commands.connected();
    this.looks.connected();
  }

  #trouble(sentence: string | null): void {
    this.announcements.trouble.set(sentence);
    if (sentence === null) this.commands.connected();
  }

  /** Who this is and what they may do: as they were here last, until the server says so itself. */
  #admit(identity: Identity): void {
    const { role, isVerified } = identity;
    this.can.set({ edit: role === "owner" || role === "editor", comment: role !== "viewer" });
    this.#identify(isVerified ? identity : { ...identity, name: this.#name ?? identity.name });
  }

  #identify(identity: Identity): void {
    this.identity.set(identity);
    this.presence.setIdentity(identity);
    this.#keeping?.identify(identity, this.#lineage ?? "");
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
