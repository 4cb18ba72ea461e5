import { readVersions, type VersionsJson, versionsOf } from "@carveout/model";
import { type BoardSession, Signal } from "../session";

const known = new WeakMap<BoardSession, Signal<VersionsJson>>();

/** The named versions of a board, for React to follow. */
export function versionsIn(session: BoardSession): Signal<VersionsJson> {
  const before = known.get(session);
  if (before !== undefined) return before;
  const versions = new Signal(readVersions(session.doc));
  versionsOf(session.doc).observe(() => versions.set(readVersions(session.doc)));
  known.set(session, versions);
  return versions;
}
