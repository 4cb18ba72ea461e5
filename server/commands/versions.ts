import { MAX_VERSIONS, VERSION_PAYLOADS, versionsOf } from "@carveout/model";
import { canEdit } from "../access/access";
import { type Command, type CommandContext, command } from "./command";

const GONE = "This version has been deleted meanwhile.";

/** Named versions: an editor names a moment; who named it and the board's owner may rename and delete the name. */
export const VERSION_COMMANDS: readonly Command[] = [
  command({
    name: "version.create",
    schema: VERSION_PAYLOADS["version.create"],
    mayUse: canEdit,
    apply({ doc, participant: by, now: at, moments }, { version, name, moment }) {
      const versions = versionsOf(doc);
      if (versions.has(version)) return "There is a version of this id already.";
      if (versions.size >= MAX_VERSIONS)
        return `A board keeps at most ${MAX_VERSIONS} versions. Delete one that is no longer needed.`;
      if (moment !== undefined && moment > moments.last) return "The board's history has no such moment.";
      versions.set(version, { name, moment: moment ?? moments.mark(), by, at });
      return null;
    },
  }),
  command({
    name: "version.rename",
    schema: VERSION_PAYLOADS["version.rename"],
    mayUse: canEdit,
    apply(context, { version, name }) {
      const known = versionsOf(context.doc).get(version);
      if (known === undefined) return GONE;
      const refusal = notTheirs(context, known.by);
      if (refusal === null) versionsOf(context.doc).set(version, { ...known, name });
      return refusal;
    },
  }),
  command({
    name: "version.delete",
    schema: VERSION_PAYLOADS["version.delete"],
    mayUse: canEdit,
    apply(context, { version }) {
      const known = versionsOf(context.doc).get(version);
      if (known === undefined) return GONE;
      const refusal = notTheirs(context, known.by);
      if (refusal === null) versionsOf(context.doc).delete(version);
      return refusal;
    },
  }),
];

function notTheirs({ participant, role }: CommandContext, by: string): string | null {
  return by === participant || role === "owner"
    ? null
    : "Only who named a version, or the board's owner, can change its name or delete it.";
}
