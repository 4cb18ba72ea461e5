import type { Role } from "@carveout/wire";
import type { Moment } from "../history/moment";
import type { Turn } from "./turns";

export interface BoardRecord {
  id: string;
  title: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
}

/** One way into a board. */
export interface Link {
  /** Unlike any other's on this server. */
  id: string;
  role: Role;
  /** What it is for; "" = nobody said. */
  name: string;
  /** The participant who made it; null = it came with the board. */
  madeBy: string | null;
  /** Milliseconds since 1970, as the following; null = never. */
  madeAt: number;
  expiresAt: number | null;
  withdrawnAt: number | null;
  usedAt: number | null;
  /** The secret of a link that is not signed, as they were once; null = signed. */
  token: string | null;
}

export interface Participant {
  id: string;
  /** null = not yet introduced. */
  name: string | null;
  /** 1 to 6. */
  colour: number;
  /** Has been here signed in: the provider vouches for the name, and they take no other. */
  verified?: true;
}

export interface NewBoard {
  board: BoardRecord;
  links: readonly Link[];
  /** The document's first update. */
  seed: Uint8Array;
}

/** All that a room needs to open. */
export interface StoredBoard {
  record: BoardRecord;
  /** Another one once the board has been through a backup: what was done to it since that was made is not in it. */
  lineage: string;
  /** In the order they were appended; merged they are the document. */
  updates: Uint8Array[];
  /** Number of the last update. */
  last: number;
  /** Client id -> participant. */
  clients: [number, string][];
  participants: Participant[];
  /** The last moment of its history, null if there is none yet. */
  lastMoment: Pick<Moment, "number" | "at"> | null;
}

export interface Append {
  board: string;
  updates: readonly Uint8Array[];
  clients: [number, string][];
  title: string;
  at: number;
}

export interface StoredImage {
  /** SHA-256 of the bytes. */
  hash: string;
  /** Media type, as sniffed. */
  type: string;
  bytes: Uint8Array;
}

/**
 * Where boards live. Every promise of a write resolves when the write is durable (a power cut cannot take it back) and rejects when it is not there at
 * all. `contract.ts` holds each implementation to that.
 */
export interface Store {
  createBoard(board: NewBoard): Promise<void>;
  /** Newest change first. */
  boards(): Promise<BoardRecord[]>;
  /** From then on there is no such board, until it is restored. False if there was none. */
  deleteBoard(board: string, at: number): Promise<boolean>;
  /** Brings a deleted board back as it was. False if none of this id was deleted. */
  restoreBoard(board: string): Promise<boolean>;
  /** Removes for good what was deleted before a time; returns how many boards that were. */
  purgeBoards(before: number): Promise<number>;
  /** All links of a board, in the order they were made; null if there is no such board. */
  links(board: string): Promise<Link[] | null>;
  addLink(board: string, link: Link): Promise<void>;
  /** `at` null takes a withdrawal back. False if there is no such link. */
  withdrawLink(board: string, link: string, at: number | null): Promise<boolean>;
  /** Notes when a link was used last. */
  useLink(board: string, link: string, at: number): Promise<void>;
  open(board: string): Promise<StoredBoard | null>;
  /** Resolves with the number of the last update, which rises by board. */
  append(append: Append): Promise<number>;
  /**
   * Keeps what goes out before it is appended over the end of this process, at once, but not over a power cut: a store that is opened after that has it appended.
   * Returns what is to be called once it has been appended, or must not come back. Throws where nothing can be written.
   */
  keepTurn(turn: Turn): () => void;
  /** Resolves once every turn that is kept so far is durable. */
  syncTurns(): Promise<void>;
  /** Puts one snapshot in the place of all updates up to number `through`, whose content it has to hold. All or nothing. */
  compact(board: string, through: number, snapshot: Uint8Array): Promise<void>;
  /** Adds a participant or gives one another name. */
  keepParticipant(board: string, participant: Participant): Promise<void>;
  /** Keeps what the board was at a moment, head and state together. A moment that is there already is not changed. */
  keepMoment(board: string, moment: Moment, state: Uint8Array): Promise<void>;
  /** The newest first: those before number `before`, at most `limit`. */
  moments(board: string, before: number, limit: number): Promise<Moment[]>;
  momentState(board: string, number: number): Promise<Uint8Array | null>;
  /** Drops moments and writes others' heads anew, which tell what the dropped ones told. All or nothing. */
  thinMoments(board: string, dropped: readonly number[], retold: readonly Moment[]): Promise<void>;
  /** A run's result by its hash. */
  run(hash: string): Promise<Uint8Array | null>;
  /** Hashes of kept runs that begin so, two at most: enough to tell whether a shortened name means one. */
  runsBeginning(prefix: string): Promise<string[]>;
  keepRun(hash: string, result: Uint8Array): Promise<void>;
  /** Removes the runs that were kept first, until the others take no more than this; returns how many went. */
  purgeRuns(bytes: number): Promise<number>;
  /** Keeps a picture and that it was put on this board; the same bytes are kept once. */
  keepImage(board: string, image: StoredImage): Promise<void>;
  image(hash: string): Promise<StoredImage | null>;
  /** Whether it was put on this board. */
  hasImage(board: string, hash: string): Promise<boolean>;
  /** All pictures that were put on this board. */
  imageBytes(board: string): Promise<number>;
  /**
   * Writes a copy of everything to a new file, each board as it was at one moment, while others go on writing. Resolves with the boards that are damaged,
   * and not in it.
   */
  backUp(file: string): Promise<string[]>;
  /** Takes one board with all its own from a file that backUp() wrote. Rejects if it is not in it, or is here and not to be replaced. */
  takeBack(file: string, board: string, replaces: boolean): Promise<void>;
  /** Writes and changes nothing: rejects if the store can't write. */
  check(): Promise<void>;
  /** What is asked for and not answered yet. */
  depth(): number;
  /** Tells the time that each commit takes, ms. One listener. */
  onCommit(listener: (ms: number) => void): void;
  close(): Promise<void>;
}
