import { FormatError } from "../errors";
import { MAX_TEXT_LENGTH } from "../text";

/** A namespace with struct pages, as `ndctl list` tells of it. */
export interface NdctlNamespace {
  /** e.g. "namespace0.0". */
  name: string;
  /** "raw": without an info block, though it has struct pages: a legacy range as it starts. */
  mode: "fsdax" | "devdax" | "raw";
  /** Where its memmap lies: on the device or in ordinary memory. */
  map: "dev" | "mem";
  /** Null where there is no info block that would tell. */
  alignBytes: number | null;
}

/** Deeper nesting is no list of namespaces: bus, regions, namespaces. */
const MAX_DEPTH = 16;

/**
 * Reads `ndctl list` in any of its forms: namespaces alone, or under their regions and buses. Namespaces without struct pages
 * (sector, raw) are left out.
 * Source: ndctl's util/json.c util_namespace_to_json().
 * @throws FormatError if the text is no JSON or names no namespace
 */
export function readNdctl(text: string): NdctlNamespace[] {
  if (text.length > MAX_TEXT_LENGTH)
    throw new FormatError(null, "This list of namespaces is too large to be one.");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new FormatError(null, "This is not the output of 'ndctl list': it is no whole JSON text.");
  }
  const objects = namespacesIn(json, 0);
  if (objects.length === 0)
    throw new FormatError(null, "This is not the output of 'ndctl list': it names no namespace.");
  return objects.flatMap((object) => {
    const { dev, mode, map, align, uuid } = object;
    if ((mode !== "fsdax" && mode !== "devdax") || (map !== "dev" && map !== "mem")) return [];
    const hasInfoBlock = uuid !== undefined || align !== undefined;
    const alignBytes = Number.isSafeInteger(align) && Number(align) > 0 ? Number(align) : null;
    return [{ name: String(dev), mode: hasInfoBlock ? mode : "raw", map, alignBytes }];
  });
}

/** Objects whose "dev" is a namespace, in the order of the text. */
function namespacesIn(json: unknown, depth: number): Record<string, unknown>[] {
  if (typeof json !== "object" || json === null || depth > MAX_DEPTH) return [];
  const object = json as Record<string, unknown>;
  if (/^namespace\d+\.\d+$/.test(String(object.dev))) return [object];
  return Object.values(object).flatMap((value) => namespacesIn(value, depth + 1));
}
