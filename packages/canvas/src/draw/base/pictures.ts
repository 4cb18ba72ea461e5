import type { Command } from "../../picture/list";
import type { CardPicture, Drawing } from "../../picture/picture";
import type { TextRuler } from "../../picture/text";
import type { Size } from "../../plane/geometry";
import { drawCard } from "./card";
import { type Detail, FULL } from "./detail";
import { drawFar, drawFarBlock } from "./far";

interface Kept extends Size {
  level: Detail["level"];
  unit: number;
  commands: readonly Command[];
}

/**
 * Pictures are kept until their data, size or detail changes, so a frame of a pan builds nothing: a card that moves is the same list
 * drawn elsewhere.
 */
export class PictureCache {
  private kept = new WeakMap<CardPicture | Drawing, Kept>();

  constructor(private readonly ruler: TextRuler) {}

  forget(): void {
    this.kept = new WeakMap();
  }

  of(picture: CardPicture | Drawing, size: Size, seen: Detail): readonly Command[] {
    const detail = picture.tone === "drawing" && picture.isSameAtAnyZoom ? FULL : seen;
    const unit = detail.level === "full" ? 1 : detail.unit;
    const old = this.kept.get(picture);
    if (old && old.level === detail.level && old.unit === unit && old.w === size.w && old.h === size.h)
      return old.commands;
    const commands = this.draw(picture, size, detail);
    this.kept.set(picture, { level: detail.level, unit, w: size.w, h: size.h, commands });
    return commands;
  }

  private draw(picture: CardPicture | Drawing, { w, h }: Size, detail: Detail): readonly Command[] {
    if (picture.tone === "drawing")
      return picture.draw({ w, h }, detail.level === "full" ? 1 : detail.unit, this.ruler);
    switch (detail.level) {
      case "full":
        return drawCard(picture, { w, h }, this.ruler);
      case "far":
        return drawFar(picture, { w, h }, detail.unit, this.ruler);
      case "block":
        return drawFarBlock(picture, { w, h }, detail.unit, this.ruler);
    }
  }
}
