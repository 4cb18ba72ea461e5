import {
  BANK_FIELDS,
  CMA_FIELDS,
  type FieldSpec,
  PMEM_FIELDS,
  type ProfileFieldsJson,
  RESERVED_FIELDS,
  resolveFields,
  TAG_STORAGE_FIELDS,
} from "@carveout/model";

/** An edge of a region that can be dragged. Each writes one field, so that two people can hold both edges of one region. */
export interface MapEdge {
  /** Path below the profile's fields. */
  field: string;
  /** "End of bank 1". */
  label: string;
  /** The start moves the region, the end makes it longer or shorter. */
  side: "start" | "end";
  /** Banks and namespaces are dragged at the left of the map, what lies in them at the right. */
  lane: "outer" | "inner";
  address: number;
  startBytes: number;
  endBytes: number;
  spec: FieldSpec;
}

const TABLES = [
  { table: "banks", name: "bank", specs: BANK_FIELDS, lane: "outer" },
  { table: "pmem", name: "namespace", specs: PMEM_FIELDS, lane: "outer" },
  { table: "tagStorage", name: "tag storage", specs: TAG_STORAGE_FIELDS, lane: "inner" },
  { table: "cma", name: "CMA area", specs: CMA_FIELDS, lane: "inner" },
  { table: "reserved", name: "reserved range", specs: RESERVED_FIELDS, lane: "inner" },
] as const;

/** All edges of a profile's memory, table by table, each by address. */
export function mapEdges(fields: ProfileFieldsJson): MapEdge[] {
  return TABLES.flatMap(({ table, name, specs, lane }) => {
    const rows = Object.entries(fields[table] ?? {})
      .map(([key, written]) => {
        const row = resolveFields(specs, written);
        return { key, label: row.label, start: Number(row.baseBytes), size: Number(row.sizeBytes) };
      })
      .sort((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1));
    return rows.flatMap(({ key, label, start, size }, index) => {
      // Banks are numbered as their table does.
      const numbered = `${name} ${table === "banks" ? index : index + 1}`;
      const called = typeof label === "string" ? `${numbered}, ${label}` : numbered;
      const region = { lane, startBytes: start, endBytes: start + size };
      return [
        edge("start", `Start of ${called}`, `${table}.${key}.baseBytes`, specs, region),
        edge("end", `End of ${called}`, `${table}.${key}.sizeBytes`, specs, region),
      ];
    });
  });
}

function edge(
  side: MapEdge["side"],
  label: string,
  field: string,
  specs: readonly FieldSpec[],
  region: Pick<MapEdge, "lane" | "startBytes" | "endBytes">,
): MapEdge {
  const spec = specs.find(({ key }) => key === field.split(".").at(-1)) as FieldSpec;
  return {
    side,
    label,
    field,
    spec,
    ...region,
    address: side === "start" ? region.startBytes : region.endBytes,
  };
}

/** What the edge's field holds when the edge lies at an address: within the field's range, and a multiple of its step. */
export function valueAt({ side, spec, startBytes }: MapEdge, address: number): number {
  const wanted = side === "start" ? address : address - startBytes;
  const step = spec.step ?? 1;
  const low = Math.ceil((spec.min ?? 0) / step) * step;
  return Math.min(spec.max ?? Number.MAX_SAFE_INTEGER, Math.max(low, Math.round(wanted / step) * step));
}

/** Where the edge lies when its field holds a value. */
export function addressAt({ side, startBytes }: MapEdge, value: number): number {
  return side === "start" ? value : startBytes + value;
}
