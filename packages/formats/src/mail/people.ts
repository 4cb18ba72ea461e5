import { addressParser, decodeWords } from "postal-mime";
import type { Person } from "./types";

/** A header of this length lists some five hundred people. */
const MAX_LIST_LENGTH = 64 * 1024;

/**
 * Addresses as archives write them, made plain: "name () example ! org" (marc), "name at example.org" (pipermail), "name [at] example [dot] org".
 */
export function plainAddress(text: string): string {
  return text
    .replace(
      /([\w.+=-]{1,64}) \(\) ([\w-]{1,64}(?: ! [\w-]{1,64}){1,8})/g,
      (_, name: string, host: string) => {
        return `${name}@${host.replaceAll(" ! ", ".")}`;
      },
    )
    .replace(
      /([\w.+=-]{1,64}) ?[[(](?:at|@)[\])] ?([\w-]{1,64}(?: ?[[(](?:dot|\.)[\])] ?[\w-]{1,64}|\.[\w-]{1,64}){1,8})/gi,
      (_, name: string, host: string) => `${name}@${host.replace(/ ?[[(](?:dot|\.)[\])] ?/gi, ".")}`,
    )
    .replace(/([\w.+=-]{1,64}) at ([\w-]{1,64}(?:\.[\w-]{1,64}){1,8})/g, "$1@$2");
}

/** True for the address of somebody whose archive hides it: "author@xxxxxxxxxxx", "author@...". */
export function isHidden(address: string): boolean {
  return /@(?:x{3,}[\w.-]*|[\w.-]*x{5,}[\w.-]*|\.{3}|…)$/.test(address);
}

/** The people of a From, To or Cc header. */
export function readPeople(header: string): Person[] {
  const text = plainAddress(decodeWords(header.slice(0, MAX_LIST_LENGTH)));
  const people: Person[] = [];
  for (const entry of addressParser(text, { flatten: true })) {
    if (!("address" in entry)) continue;
    const address = (entry.address ?? "").trim();
    // lore's pages name people without their addresses; the library takes such a name for an address.
    const isAddress = /^[^\s@]+@[^\s@]+$/.test(address) && !isHidden(address);
    const name = oneLine(entry.name || (isAddress ? "" : address));
    if (isAddress || name !== "") people.push({ name, address: isAddress ? address : "" });
  }
  return people;
}

export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f\s]+/g, " ").trim();
}
