const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
};

/**
 * The moment that a Date header or an archive's page means, in milliseconds since 1970, or null. Not `Date.parse`: engines differ on what they take, and
 * a date without a zone would mean another moment on every machine. It means UTC here, as archives write it.
 */
export function readDate(text: string): number | null {
  const short = text.slice(0, 120);
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(short);
  const iso = /(\d{4})-(\d{2})-(\d{2})/.exec(short);
  const day = /(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})/.exec(short);
  // "Tue Nov 17 16:20:11 2026" and "Nov. 17, 2026, 3:20 p.m."
  const american = /([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(?:[\d:]+\s+)?(?:[A-Z]{2,5}\s+)?(\d{4})/.exec(
    short,
  );
  let date: [number, number, number];
  if (iso !== null) date = [Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])];
  else if (day !== null && monthOf(day[2]) >= 0) date = [Number(day[3]), monthOf(day[2]), Number(day[1])];
  else if (american !== null) date = [Number(american[3]), monthOf(american[1]), Number(american[2])];
  else return null;
  const [year, month, dayOfMonth] = date;
  if (month < 0 || month > 11 || dayOfMonth < 1 || dayOfMonth > 31) return null;
  let hour = Number(clock?.[1] ?? 0);
  if (/p\.?m\.?/i.test(short) && hour < 12) hour += 12;
  const minute = Number(clock?.[2] ?? 0);
  const second = Number(clock?.[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 60) return null;
  return Date.UTC(year, month, dayOfMonth, hour, minute, second) - zoneMinutes(short, clock) * 60_000;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? "").toLowerCase());
}

function zoneMinutes(text: string, clock: RegExpExecArray | null): number {
  const after = clock === null ? "" : text.slice(clock.index + clock[0].length);
  // git writes the year in between: "16:20:11 2026 +0100".
  const offset = /^(?:\s+\d{4})?\s*(?:[A-Z]{2,4})?\s*([+-])(\d{2}):?(\d{2})/.exec(after);
  if (offset !== null) return (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
  const named = /^\s*([A-Z]{1,4})\b/.exec(after);
  return ZONES[named?.[1] ?? ""] ?? 0;
}
