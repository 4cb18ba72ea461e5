import type { PeopleJson } from "./commands/people";
import type { ThreadsJson } from "./commands/threads";
import type { VerdictsJson } from "./commands/verdicts";
import type { ItemId } from "./ids";
import type { ItemJson } from "./item";

/** A whole board as plain data. */
export interface BoardJson {
  carveout: 1;
  title: string;
  items: Readonly<Record<ItemId, ItemJson>>;
  /** Who said something, by participant. */
  people?: PeopleJson;
  threads?: ThreadsJson;
  verdicts?: VerdictsJson;
}

/** A board as a file holds it. */
export interface BoardFileJson extends BoardJson {
  /** The pictures that it shows, base64 by the SHA-256 of their bytes. */
  images?: Readonly<Record<string, string>>;
}
