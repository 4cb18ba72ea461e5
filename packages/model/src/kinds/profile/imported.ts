import { isPlainObject } from "../geometry";

/** What a real machine said of itself when its profile was imported. Kept to be compared with, never simulated. */
export interface ImportedFacts {
  /** e.g. "Linux 6.1.192, 2 GiB". */
  title: string;
  files: string[];
  /** null = its files did not tell. */
  presentPages: number | null;
  managedPages: number | null;
  kmsan: boolean;
  notes: string[];
}

const isShortText = (value: unknown, length: number) => typeof value === "string" && value.length <= length;
const isList = (value: unknown, entries: number, length: number) =>
  Array.isArray(value) && value.length <= entries && value.every((text) => isShortText(text, length));
const isCount = (value: unknown) => value === null || (Number.isSafeInteger(value) && Number(value) >= 0);

/** As strict as the schema's view of it: the card shows these values, and they come from the network. */
export function importedProblem(value: unknown): string | null {
  const isOne =
    isPlainObject(value, ["title", "files", "presentPages", "managedPages", "kmsan", "notes"]) &&
    isShortText(value.title, 200) &&
    isList(value.files, 16, 80) &&
    isCount(value.presentPages) &&
    isCount(value.managedPages) &&
    typeof value.kmsan === "boolean" &&
    isList(value.notes, 32, 500);
  return isOne ? null : "is not the facts of an import";
}
