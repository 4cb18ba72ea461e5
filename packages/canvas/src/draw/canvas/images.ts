/** Pictures by address: loaded when one is first drawn, and drawn again when they have come. */
export class Images {
  private readonly known = new Map<string, HTMLImageElement>();

  constructor(private readonly loaded: () => void) {}

  /** Resolves when it is there, or can't be had. */
  async settled(href: string): Promise<void> {
    this.of(href);
    await this.known
      .get(href)
      ?.decode()
      .catch(() => {});
  }

  /** undefined until it is there. One that can't be had stays away. */
  of(href: string): HTMLImageElement | undefined {
    const known = this.known.get(href);
    if (known) return known.complete && known.naturalWidth > 0 ? known : undefined;
    const image = new Image();
    image.onload = this.loaded;
    image.src = href;
    this.known.set(href, image);
    return undefined;
  }
}
