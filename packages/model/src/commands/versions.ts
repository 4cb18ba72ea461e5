import type * as Y from "yjs";
import { ROOTS } from "../layout";
import type { VersionJson } from "./versions.schema";

export type VersionsJson = Readonly<Record<string, VersionJson>>;

/** Moments that somebody gave a name, as plain values by their ids. */
export function versionsOf(doc: Y.Doc): Y.Map<VersionJson> {
  return doc.getMap(ROOTS.versions);
}

export function readVersions(doc: Y.Doc): VersionsJson {
  return Object.fromEntries(versionsOf(doc).entries());
}

/** Moments that have a name, which are kept for ever. */
export function namedMoments(doc: Y.Doc): ReadonlySet<number> {
  return new Set([...versionsOf(doc).values()].map(({ moment }) => moment));
}
