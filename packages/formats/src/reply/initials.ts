/** Initials of each person, all different: "AR", and "ARe" for the next one that would be "AR". In the order of the names. */
export function initialsOf(names: ReadonlyMap<string, string>): Map<string, string> {
  const taken = new Set<string>();
  const initials = new Map<string, string>();
  for (const [by, name] of names) {
    const own = candidates(name).find((candidate) => !taken.has(candidate)) ?? "";
    taken.add(own);
    initials.set(by, own);
  }
  return initials;
}

function* numbers(short: string): Generator<string> {
  for (let number = 2; ; number++) yield `${short}${number}`;
}

function candidates(name: string): { find(fits: (candidate: string) => boolean): string | undefined } {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const letters = words.map((word) => [...word][0]?.toUpperCase() ?? "");
  const short = letters.slice(0, 3).join("") || "X";
  const last = [...(words.at(-1) ?? "")];
  const longer = last.slice(1, 4).map((_, index) => short + last.slice(1, index + 2).join(""));
  return {
    find(fits) {
      for (const candidate of [short, ...longer]) if (fits(candidate)) return candidate;
      for (const candidate of numbers(short)) if (fits(candidate)) return candidate;
      return undefined;
    },
  };
}
