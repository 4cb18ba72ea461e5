import type { Font } from "./list";

/** Width of one character in a font of 100 px. Comes from the canvas in a browser. */
export type MeasureCharacter = (character: string, font: Pick<Font, "family" | "weight">) => number;

const ELLIPSIS = "…";

/**
 * Measures and shortens text. Advances of single characters are kept per family and weight and summed: thousands of titles come into view
 * at once when somebody zooms out, and asking the canvas for each would cost a visible pause. Kerning is left out, about 1 %.
 */
export class TextRuler {
  private readonly advances = new Map<string, Map<string, number>>();

  constructor(private readonly measure: MeasureCharacter) {}

  /** For when other fonts have come. */
  forget(): void {
    this.advances.clear();
  }

  width(text: string, font: Font): number {
    const advances = this.of(font);
    let sum = 0;
    for (const character of text) sum += this.advance(character, font, advances);
    return (sum * font.size) / 100;
  }

  /** The text, cut with an ellipsis to fit; empty when not even two characters do. */
  fit(text: string, font: Font, width: number): string {
    if (this.width(text, font) <= width) return text;
    const advances = this.of(font);
    const room = (width * 100) / font.size - this.advance(ELLIPSIS, font, advances);
    let [sum, kept, count] = [0, "", 0];
    for (const character of text) {
      sum += this.advance(character, font, advances);
      if (sum > room) break;
      kept += character;
      count++;
    }
    return count < 2 ? "" : kept.trimEnd() + ELLIPSIS;
  }

  private of({ family, weight }: Font): Map<string, number> {
    const key = `${family} ${weight}`;
    const known = this.advances.get(key);
    if (known) return known;
    const fresh = new Map<string, number>();
    this.advances.set(key, fresh);
    return fresh;
  }

  private advance(character: string, font: Font, advances: Map<string, number>): number {
    const known = advances.get(character);
    if (known !== undefined) return known;
    const measured = this.measure(character, font);
    advances.set(character, measured);
    return measured;
  }
}
