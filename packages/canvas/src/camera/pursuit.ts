import type { Box, Size } from "../plane/geometry";
import { between, type Camera, containing } from "./camera";

/** Time in which the view covers 63 % of its way: two intervals of presence, so that it never stops between two messages. */
const SMOOTHING_MS = 80;
/** Screen pixels within which the goal is reached. */
const NEAR_PX = 0.25;

/** The camera on the heels of somebody's view: what they see stays in view until this participant moves the camera themselves. */
export class Pursuit {
  private goal: Box | null = null;
  /** Where the pursuit has put the camera: found elsewhere, somebody else has moved it. */
  private last: Camera | null = null;

  get isOn(): boolean {
    return this.goal !== null;
  }

  follow(view: Box, camera: Camera): void {
    if (this.goal === null) this.last = camera;
    this.goal = view;
  }

  stop(): void {
    this.goal = null;
    this.last = null;
  }

  /** True if the camera was moved by anything else since the last step. */
  isBroken(camera: Camera): boolean {
    return this.goal !== null && camera !== this.last;
  }

  /** The camera's next place, null where it is already there. */
  step(camera: Camera, view: Size, elapsedMs: number, isStill: boolean): Camera | null {
    if (this.goal === null) return null;
    const goal = containing(this.goal, view);
    const off = Math.max(
      Math.abs(goal.x - camera.x) * camera.zoom,
      Math.abs(goal.y - camera.y) * camera.zoom,
      Math.abs(goal.zoom / camera.zoom - 1) * Math.max(view.w, view.h),
    );
    if (off === 0) return null;
    if (isStill || off < NEAR_PX) return goal;
    return between(camera, goal, 1 - Math.exp(-elapsedMs / SMOOTHING_MS), view);
  }

  /** The camera as it is after a step. */
  settled(camera: Camera): void {
    if (this.goal !== null) this.last = camera;
  }
}
