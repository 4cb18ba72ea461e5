import { type BoardSession, labelAt, type Person } from "../session";

const INTERVAL_MS = 2000;

/** Tells what the others did as one sentence every two seconds at most. Returns the way to stop. */
export function newsOf(session: BoardSession, tell: (sentence: string) => void): () => void {
  const news = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const say = () => {
    timer = null;
    tell(sentenceOf([...news]));
    news.clear();
  };
  const add = (line: string) => {
    news.add(line);
    timer ??= setTimeout(say, INTERVAL_MS);
  };
  let here = names(session.presence.people.get());
  const stops = [
    session.changes.onChange(({ item, field }, { author }) => {
      if (author === null) return;
      const label = labelAt(session.doc, ["items", item, ...(field === "" ? [] : placePath(field))]);
      add(`${author.name} changed ${label}`);
    }),
    session.presence.people.subscribe(() => {
      const now = names(session.presence.people.get());
      for (const name of now) if (!here.has(name)) add(`${name} is here`);
      for (const name of here) if (!now.has(name)) add(`${name} has left`);
      here = now;
    }),
  ];
  const running = new Set<string>();
  stops.push(
    session.announcements.runs.watch((experiment) => {
      for (const { variant, status } of session.announcements.runs.get(experiment)?.values() ?? []) {
        const key = `${experiment} ${variant}`;
        if (status.state === "running" || status.state === "queued") running.add(key);
        // What was there when the board was opened is no news.
        else if (running.delete(key) && (status.state === "result" || status.state === "ended early"))
          add(`${columnName(session, experiment, variant)}: ${status.state}`);
      }
    }),
  );
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

function columnName(session: BoardSession, experiment: string, variant: string): string {
  const columns = session.items.plans.get(experiment)?.columns ?? [];
  return columns.find((column) => column.variant === variant)?.name ?? "A variant";
}

/** Two lines in full, the rest as a number. */
export function sentenceOf(lines: readonly string[]): string {
  const told = lines.slice(0, 2).join(". ");
  return lines.length > 2 ? `${told}. ${lines.length - 2} more changes.` : `${told}.`;
}

/** Places beside the fields go by their own names. */
const BESIDE_FIELDS = new Set(["name", "text", "geo", "z"]);

function placePath(field: string): string[] {
  return BESIDE_FIELDS.has(field) ? [field] : ["fields", ...field.split(".")];
}

function names(people: readonly Person[]): Set<string> {
  return new Set(people.filter((person) => !person.isMe).map((person) => person.name));
}
