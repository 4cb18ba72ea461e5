import { type Camera, viewBox, ZOOM_MIN } from "../../camera/camera";
import { type Box, centreOf, distance, type Size } from "../../plane/geometry";
import type { BaseQuestion } from "../base/base";
import { grown, type Rack, Sheet, type Span, tilesOf } from "./sheet";

/** Script time for tiles that show something already: half a frame with what the browser needs to paint them. */
const BUDGET_MS = 3;
/** Where nothing is shown yet, a longer frame is better than a gap. */
const GAP_BUDGET_MS = 8;
/** Of the tiles around the view, drawn ahead. */
const AHEAD_BUDGET_MS = 1.5;
/** While the zoom moves a sheet is magnified up to this before the next is begun. */
const MAGNIFIED = 2;
/** Shrunk it covers less of the view, and what is missing would have to be drawn at its zoom: sooner over. */
const SHRUNK = 1.15;
/** On the way out the next sheet is drawn for a zoom that is this much farther: smaller, it has fewer tiles, and serves longer. */
const LEAD = 1.6;
/** A sheet that is not done when the zoom has gone so far from it is left. */
const OUTRUN = 2.5;
const SHEETS_MAX = 3;
/** Since its last change, for a zoom to be at rest. */
const REST_MS = 150;
/** Tiles around the view that are drawn ahead. */
const AHEAD = 1;
/** Farther ones that are kept, 1 MB each: who looks around comes back, and drawing one takes a fifth of a frame. */
const KEPT = 24;

export interface TilesQuestion extends BaseQuestion {
  camera: Camera;
  view: Size;
  density: number;
}

/**
 * The base layer as tiles. A pan moves them; an edit draws what it changed. A zoom stretches the sheet that is there while the next one is
 * drawn over some frames: a frame never waits for all that is in view.
 */
export class Tiles {
  private sheets: Sheet[] = [];
  private version = 0;
  private density = 1;
  private zoom = 0;
  private zoomedAt = Number.NEGATIVE_INFINITY;
  private isZooming = false;
  private isGoingOut = false;

  constructor(
    private readonly rack: () => Rack,
    private readonly now: () => number,
  ) {}

  /** What is to be shown has changed in this board box, or anywhere for null. */
  outdate(area: Box | null): void {
    if (area === null) this.version++;
    else for (const sheet of this.sheets) sheet.outdate(area);
  }

  /** Colours, fonts or images have changed. */
  forget(): void {
    for (const sheet of this.sheets) sheet.forget();
    this.version++;
  }

  /** Returns whether there is more to draw. */
  draw(question: TilesQuestion): boolean {
    const { camera, view, density } = question;
    const startedAt = this.now();
    if (density !== this.density) {
      for (const sheet of this.sheets.splice(0)) sheet.remove();
      this.density = density;
    }
    this.watchZoom(camera.zoom, startedAt);
    const area = viewBox(camera, view);
    const sheet = this.sheetFor(camera.zoom);
    this.place(camera);
    const span = sheet.spanOf(area);
    const isOver = (budget: number): boolean => this.now() - startedAt >= budget;
    this.refresh(sheet, span, question);
    const isDone = this.fill(sheet, span, area, question, isOver);
    if (isDone) {
      sheet.covered = sheet.boxOf(span);
      for (const old of this.sheets.splice(0, this.sheets.length - 1)) old.remove();
      sheet.keep(grown(span, AHEAD), KEPT);
    }
    for (const each of this.sheets) each.show(each.spanOf(area));
    const isExact = sheet.zoom === camera.zoom;
    return !(isDone && isExact && this.drawAhead(sheet, span, question, isOver));
  }

  private watchZoom(zoom: number, now: number): void {
    if (zoom === this.zoom) {
      if (now - this.zoomedAt >= REST_MS) this.isZooming = false;
      return;
    }
    // One change alone is a jump: it is drawn as it is at once.
    this.isZooming = now - this.zoomedAt < REST_MS;
    this.isGoingOut = zoom < this.zoom;
    this.zoom = zoom;
    this.zoomedAt = now;
  }

  /** The sheet to draw on; the ones under it show until it is done. */
  private sheetFor(zoom: number): Sheet {
    const last = this.sheets.at(-1);
    if (last) {
      const stretch = zoom / last.zoom;
      const [least, most] = last.covered === null ? [1 / OUTRUN, OUTRUN] : [1 / SHRUNK, MAGNIFIED];
      if (stretch === 1 || (this.isZooming && stretch > least && stretch < most)) return last;
    }
    if (this.sheets.length === SHEETS_MAX) this.sheets.splice(1, 1)[0]?.remove();
    const leads = this.isZooming && this.isGoingOut;
    const sheet = new Sheet(leads ? Math.max(ZOOM_MIN, zoom / LEAD) : zoom, this.density, this.rack());
    this.sheets.push(sheet);
    return sheet;
  }

  /** Rounds as the cards' layer does, so that a card and its picture lie on the same pixels. */
  private place({ x, y, zoom }: Camera): void {
    const { density } = this;
    const device = (at: number): number => Math.round(-at * zoom * density) / density;
    for (const sheet of this.sheets) sheet.rack.place(device(x), device(y), zoom / sheet.zoom / density);
  }

  /** What is shown must be true: tiles in view follow every change in the same frame. */
  private refresh(sheet: Sheet, span: Span, question: TilesQuestion): void {
    for (const [column, row] of tilesOf(span)) {
      const tile = sheet.tile(column, row);
      if (tile && tile.version !== this.version) sheet.draw(column, row, question, this.version);
    }
  }

  /** Draws what is missing in view: first where nothing is shown, then from the middle on. Returns whether nothing is missing any more. */
  private fill(
    sheet: Sheet,
    span: Span,
    area: Box,
    question: TilesQuestion,
    isOver: (budget: number) => boolean,
  ): boolean {
    const middle = centreOf(area);
    const missing = [...tilesOf(span)]
      .filter(([column, row]) => !sheet.tile(column, row))
      .map(([column, row]) => {
        const box = sheet.boxOf({ left: column, top: row, right: column + 1, bottom: row + 1 });
        return { column, row, isGap: !this.isShown(sheet, box, area), away: distance(centreOf(box), middle) };
      })
      .sort((a, b) => Number(b.isGap) - Number(a.isGap) || a.away - b.away);
    let drawn = 0;
    for (const { column, row, isGap } of missing) {
      if (drawn > 0 && isOver(isGap ? GAP_BUDGET_MS : BUDGET_MS)) break;
      sheet.draw(column, row, question, this.version);
      drawn++;
    }
    return drawn === missing.length;
  }

  /** Whether what is in view of a box is covered by a sheet under this one. */
  private isShown(above: Sheet, box: Box, area: Box): boolean {
    const [left, top] = [Math.max(box.x, area.x), Math.max(box.y, area.y)];
    const [right, bottom] = [
      Math.min(box.x + box.w, area.x + area.w),
      Math.min(box.y + box.h, area.y + area.h),
    ];
    return this.sheets.some(({ covered }, i) => {
      if (covered === null || this.sheets[i] === above) return false;
      const { x, y, w, h } = covered;
      return x <= left && y <= top && x + w >= right && y + h >= bottom;
    });
  }

  /** Returns whether all around the view is drawn. */
  private drawAhead(
    sheet: Sheet,
    span: Span,
    question: TilesQuestion,
    isOver: (budget: number) => boolean,
  ): boolean {
    const around = grown(span, AHEAD);
    for (const [column, row] of tilesOf(around)) {
      if (sheet.tile(column, row)?.version === this.version) continue;
      if (isOver(AHEAD_BUDGET_MS)) return false;
      sheet.draw(column, row, question, this.version);
    }
    sheet.covered = sheet.boxOf(around);
    return true;
  }
}
