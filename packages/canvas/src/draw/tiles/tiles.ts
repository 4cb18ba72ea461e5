import { type Camera, viewBox, ZOOM_MIN } from "../../camera/camera";
import { type Box, centreOf, common, distance, isWithin, type Size } from "../../plane/geometry";
import type { BaseQuestion } from "../base/base";
import { grown, NOWHERE, type Rack, Sheet, type Span, tilesOf } from "./sheet";

/** Script time for tiles that show something already: half a frame with what the browser needs to paint them. */
const BUDGET_MS = 3;
/** Where nothing is shown yet, a longer frame is better than a gap. */
const GAP_BUDGET_MS = 8;
/** Of the tiles around the view and of the outlook, drawn ahead. */
const AHEAD_BUDGET_MS = 1.5;
/** While the zoom moves a sheet is magnified up to this before the next is begun. */
const MAGNIFIED = 2.5;
/** Shrunk it covers less of the view, and what is missing would have to be drawn at its zoom: sooner over. */
const SHRUNK = 1.15;
/** On the way out the next sheet is drawn for a zoom that is this much farther: smaller, it has fewer tiles, and serves longer. */
const LEAD = 1.6;
/** A sheet that is not done when the zoom has gone so far from it is left. */
const OUTRUN = 2.5;
const SHEETS_MAX = 3;
/** Since its last change, for a zoom to be at rest. */
const REST_MS = 150;
/** A first change of the zoom by less is taken for the first of many. */
const JUMP = 1.25;
/** Tiles around the view that are drawn ahead. */
const AHEAD = 1;
/** Farther ones that are kept, 1 MB each: who looks around comes back, and drawing one takes a fifth of a frame. */
const KEPT = 24;
/** So much farther than the view is the outlook: what lies around is there, magnified by no more than this. */
const OUTLOOK = 4;
/** Magnified by no more, the outlook does alone what it did together with the sheet over it. */
const GOOD = 2;
/** An outlook serves as long as it is no more than this from where it would be drawn now. */
const OUTLOOK_OFF = 1.5;
/** Since the last change of anything, before the outlook is drawn: longer than between two remote edits or two turns of a wheel. */
const OUTLOOK_REST_MS = 300;

export interface TilesQuestion extends BaseQuestion {
  camera: Camera;
  view: Size;
  density: number;
}

/**
 * The base layer as tiles. A pan moves them; an edit draws what it changed. A zoom stretches the sheet that is there while the next one is
 * drawn over some frames: a frame never waits for all that is in view. Under it lies, drawn at rest, an outlook on what is around: on the way
 * out it is there before anything has to be drawn.
 */
export class Tiles {
  /** The last one is drawn on; those under it show until it is done. */
  private sheets: Sheet[] = [];
  private outlook: Sheet | null = null;
  private version = 0;
  private density = 1;
  private camera: Camera | null = null;
  private zoomedAt = Number.NEGATIVE_INFINITY;
  private changedAt = Number.NEGATIVE_INFINITY;
  private isZooming = false;
  private isGoingOut = false;

  constructor(
    private readonly rack: (place: "above" | "below") => Rack,
    private readonly now: () => number,
  ) {}

  /** What is to be shown has changed in this board box, or anywhere for null. */
  outdate(area: Box | null): void {
    this.changedAt = this.now();
    if (area === null) this.version++;
    else for (const sheet of this.all()) sheet.outdate(area);
  }

  /** Colours, fonts or images have changed. */
  forget(): void {
    for (const sheet of this.all()) sheet.forget();
    this.version++;
  }

  /** Returns after how many milliseconds there is more to draw, 0 for the next frame; null where there is nothing. */
  draw(question: TilesQuestion): number | null {
    const { camera, view, density } = question;
    const startedAt = this.now();
    if (density !== this.density) {
      for (const sheet of this.all()) sheet.remove();
      [this.sheets, this.outlook] = [[], null];
      this.density = density;
    }
    this.watch(camera, startedAt);
    const area = viewBox(camera, view);
    const sheet = this.sheetFor(camera.zoom, area);
    const isOver = (budget: number): boolean => this.now() - startedAt >= budget;
    const span = sheet.spanOf(area);
    this.refresh(sheet, span, question);
    const isDone = this.isBacked(sheet, area)
      ? sheet.hasAll(span)
      : this.fill(sheet, span, area, question, isOver);
    if (isDone) {
      sheet.covered = sheet.boxOf(span);
      for (const old of this.sheets.splice(0, this.sheets.length - 1)) old.remove();
      sheet.keep(grown(span, AHEAD), KEPT);
    }
    for (const each of this.sheets) each.show(each.spanOf(area));
    if (this.outlook) {
      const seen = isDone ? NOWHERE : this.outlook.spanOf(area);
      this.refresh(this.outlook, seen, question);
      this.outlook.show(seen);
    }
    // Moving one that shows nothing makes the browser put all layers together anew.
    for (const each of this.all()) if (each.isSeen) this.place(each, camera);
    const isExact = sheet.zoom === camera.zoom;
    if (!isDone || !isExact || !this.drawAhead(sheet, span, question, isOver)) return 0;
    return this.drawOutlook(area, question, isOver);
  }

  private *all(): Generator<Sheet> {
    if (this.outlook) yield this.outlook;
    yield* this.sheets;
  }

  private watch(camera: Camera, now: number): void {
    const last = this.camera;
    this.camera = camera;
    if (last && last.zoom === camera.zoom) {
      if (last.x !== camera.x || last.y !== camera.y) this.changedAt = now;
      if (now - this.zoomedAt >= REST_MS) this.isZooming = false;
      return;
    }
    const factor = last === null ? JUMP : camera.zoom / last.zoom;
    // A large change alone is a jump: it is drawn as it is at once.
    this.isZooming = now - this.zoomedAt < REST_MS || (factor < JUMP && factor > 1 / JUMP);
    this.isGoingOut = factor < 1;
    this.zoomedAt = this.changedAt = now;
  }

  /** The sheet to draw on; the ones under it show until it is done. */
  private sheetFor(zoom: number, area: Box): Sheet {
    const last = this.sheets.at(-1);
    if (last) {
      if (this.isBacked(last, area)) return this.outOn(last, zoom);
      const stretch = zoom / last.zoom;
      const [least, most] = last.covered === null ? [1 / OUTRUN, OUTRUN] : [1 / SHRUNK, MAGNIFIED];
      if (stretch === 1 || (this.isZooming && stretch > least && stretch < most)) return last;
    }
    if (this.sheets.length === SHEETS_MAX) this.sheets.splice(1, 1)[0]?.remove();
    const leads = this.isZooming && this.isGoingOut;
    const at = leads ? Math.max(ZOOM_MIN, zoom / LEAD) : zoom;
    const sheet = new Sheet(at, this.density, this.rack("above"));
    this.sheets.push(sheet);
    return sheet;
  }

  /** Whether, while the zoom moves, the outlook shows all that a sheet does not reach any more. */
  private isBacked(sheet: Sheet, area: Box): boolean {
    const covered = this.outlook?.covered;
    const isFarther = this.camera !== null && this.camera.zoom < sheet.zoom;
    return this.isZooming && isFarther && !!covered && isWithin(area, covered);
  }

  /** On the way out: the sheet that it began with, until the outlook is as good. */
  private outOn(last: Sheet, zoom: number): Sheet {
    const { outlook } = this;
    if (!outlook || zoom / outlook.zoom > GOOD) return last;
    for (const sheet of this.sheets) sheet.remove();
    [this.sheets, this.outlook] = [[outlook], null];
    return outlook;
  }

  /** Rounds as the cards' layer does, so that a card and its picture lie on the same pixels. */
  private place(sheet: Sheet, { x, y, zoom }: Camera): void {
    const { density } = this;
    const device = (at: number): number => Math.round(-at * zoom * density) / density;
    sheet.rack.place(device(x), device(y), zoom / sheet.zoom / density);
  }

  /** What is shown must be true: tiles in view follow every change in the same frame. */
  private refresh(sheet: Sheet, span: Span, question: TilesQuestion): void {
    for (const [column, row] of tilesOf(span)) {
      const tile = sheet.tile(column, row);
      if (tile && !tile.isCurrent(this.version)) sheet.draw(column, row, question, this.version);
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
    const seen = common(box, area);
    if (seen === null) return true;
    for (const { covered } of [...this.all()].filter((sheet) => sheet !== above))
      if (covered !== null && isWithin(seen, covered)) return true;
    return false;
  }

  /** Returns whether all around the view is drawn. */
  private drawAhead(
    sheet: Sheet,
    span: Span,
    question: TilesQuestion,
    isOver: (budget: number) => boolean,
  ): boolean {
    const around = grown(span, AHEAD);
    if (!this.bring(sheet, around, question, isOver)) return false;
    sheet.covered = sheet.boxOf(around);
    return true;
  }

  /** What a way out to half the zoom would show, to wherever it leads. Returns what `draw` does. */
  private drawOutlook(
    area: Box,
    question: TilesQuestion,
    isOver: (budget: number) => boolean,
  ): number | null {
    const left = this.changedAt + OUTLOOK_REST_MS - this.now();
    if (left > 0) return left;
    const zoom = question.camera.zoom / OUTLOOK;
    const off = this.outlook ? this.outlook.zoom / zoom : 1;
    if (off > OUTLOOK_OFF || off < 1 / OUTLOOK_OFF) {
      this.outlook?.remove();
      this.outlook = null;
    }
    if (zoom < ZOOM_MIN) return null;
    this.outlook ??= new Sheet(zoom, this.density, this.rack("below"));
    const { x, y, w, h } = area;
    const span = this.outlook.spanOf({ x: x - w, y: y - h, w: 3 * w, h: 3 * h });
    if (!this.bring(this.outlook, span, question, isOver)) return 0;
    this.outlook.covered = this.outlook.boxOf(span);
    this.outlook.keep(span, 0);
    return null;
  }

  /** Draws what is missing or outdated, as far as there is time. Returns whether nothing is any more. */
  private bring(
    sheet: Sheet,
    span: Span,
    question: TilesQuestion,
    isOver: (budget: number) => boolean,
  ): boolean {
    for (const [column, row] of tilesOf(span)) {
      if (sheet.tile(column, row)?.isCurrent(this.version)) continue;
      if (isOver(AHEAD_BUDGET_MS)) return false;
      sheet.draw(column, row, question, this.version);
    }
    return true;
  }
}
