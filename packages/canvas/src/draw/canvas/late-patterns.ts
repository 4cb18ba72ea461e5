import type { Patterns } from "./pattern";

/** Patterns, whose code comes with the first that is to be drawn; until it is there bars are plain. */
export class LatePatterns {
  private patterns: Patterns | null = null;
  private isComing = false;

  /** `onThere` is called when what was drawn plain can be drawn. */
  constructor(
    private readonly document: Document,
    private readonly onThere: () => void,
  ) {}

  readonly over: Patterns["over"] = (...where) => {
    if (this.patterns) this.patterns.over(...where);
    else if (!this.isComing) void this.fetch();
  };

  forget(): void {
    this.patterns?.forget();
  }

  private async fetch(): Promise<void> {
    this.isComing = true;
    // Without a network bars stay plain, and whatever is drawn next asks again.
    const module = await import("./pattern").catch(() => null);
    this.isComing = false;
    if (module === null) return;
    this.patterns = new module.Patterns(this.document);
    this.onThere();
  }
}
