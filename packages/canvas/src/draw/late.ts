/** What comes with its code once it is asked for. Until then, and without a network, there is none; who asks later asks again. */
export class Late<T> {
  private value: T | null = null;
  private isComing = false;

  /** `onThere` is called when what was done without it can be done. */
  constructor(
    private readonly load: () => Promise<T>,
    private readonly onThere: () => void,
  ) {}

  get(): T | null {
    if (this.value === null && !this.isComing) void this.fetch();
    return this.value;
  }

  private async fetch(): Promise<void> {
    this.isComing = true;
    this.value = await this.load().catch(() => null);
    this.isComing = false;
    if (this.value !== null) this.onThere();
  }
}
