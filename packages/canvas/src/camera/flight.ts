import type { Size } from "../plane/geometry";
import { between, type Camera } from "./camera";

/** The design language's calm motion. */
const DURATION_MS = 200;

/** The camera on its way to somewhere. */
export class CameraFlight {
  private way: { from: Camera; to: Camera; startedAt: number | null } | null = null;

  /** Where it flies to; null when it doesn't. */
  get goal(): Camera | null {
    return this.way?.to ?? null;
  }

  start(from: Camera, to: Camera): void {
    this.way = { from, to, startedAt: null };
  }

  stop(): void {
    this.way = null;
  }

  /** Where the camera is now; null when it doesn't fly. */
  step(now: number, view: Size): Camera | null {
    const { way } = this;
    if (!way) return null;
    way.startedAt ??= now;
    const t = Math.min(1, (now - way.startedAt) / DURATION_MS);
    if (t < 1) return between(way.from, way.to, 1 - (1 - t) ** 3, view);
    this.way = null;
    return way.to;
  }
}
