import {
  ACTION_FIELDS,
  type FieldSpec,
  type Fields,
  formatNumber,
  formatValue,
  MAX_ACTIONS,
  MAX_PHASES,
  PHASE_FIELDS,
  REQUEST_CLASSES,
  type WorkloadFieldsJson,
} from "@carveout/model";
import { counted } from "../figures";
import type { TableRow } from "../tables/sorted-rows";
import type { TableLook } from "../tables/table-look";
import { classShares } from "./class-shares";
import { workloadNumber } from "./workload-value";

export const PHASES: TableLook = {
  table: "phases",
  title: "Phases",
  specs: PHASE_FIELDS,
  maxRows: MAX_PHASES,
  orderedBy: "startMs",
  add: "Add a phase",
  remove: "Remove this phase",
  none: "The load is the same from start to end.",
  line(values) {
    const [start, length] = [Number(values.startMs), Number(values.lengthMs)];
    const mixes = REQUEST_CLASSES.some(({ key }) => values[`${key}Factor`] !== 1);
    return {
      start: `${formatNumber(start / 1000)} to ${formatNumber((start + length) / 1000)} s`,
      name: mixes ? "another mix" : "",
      end: `${formatNumber(Number(values.rateFactor))} ×`,
    };
  },
};

export const ACTIONS: TableLook = {
  table: "actions",
  title: "Actions",
  specs: ACTION_FIELDS,
  maxRows: MAX_ACTIONS,
  orderedBy: "startMs",
  add: "Add an action",
  remove: "Remove this action",
  none: "Nothing but page requests happens. An action walks struct pages, changes the direct map or reads across a page's border.",
  line(values) {
    const kind = ACTION_FIELDS.find(({ key }) => key === "kind");
    const times = Number(values.times);
    return {
      start: `${formatNumber(Number(values.startMs) / 1000)} s`,
      name: kind === undefined ? "" : formatValue(kind, values.kind ?? kind.default),
      end: times === 1 ? "once" : counted(times, "time"),
    };
  },
};

/** Of a phase's factors, those of the classes that ask for something or are written. */
export function shownOfPhase({ written }: TableRow, fields: WorkloadFieldsJson): readonly FieldSpec[] {
  const silent = new Set(
    classShares(fields).flatMap(({ info, share }) => {
      const key = `${info.key}Factor`;
      return share > 0 || written[key] !== undefined ? [] : [key];
    }),
  );
  return PHASE_FIELDS.filter(({ key }) => !silent.has(key));
}

/** What happens once has no time from one to the next. */
export function shownOfAction({ written, values }: TableRow): readonly FieldSpec[] {
  return ACTION_FIELDS.filter(
    ({ key }) => key !== "everyMs" || values.times !== 1 || written.everyMs !== undefined,
  );
}

/** A second at twice the rate, after the last one if that is before the end. */
export function freshPhase(last: TableRow | undefined, fields: WorkloadFieldsJson): Fields {
  const end = last === undefined ? 0 : Number(last.values.startMs) + Number(last.values.lengthMs);
  return { startMs: end < workloadNumber(fields, "durationMs") ? end : 0, lengthMs: 1000, rateFactor: 2 };
}

/** In the middle of the run, when the load stands. */
export function freshAction(fields: WorkloadFieldsJson): Fields {
  const [kind] = ACTION_FIELDS;
  return { kind: kind?.default ?? "", startMs: Math.round(workloadNumber(fields, "durationMs") / 2) };
}
