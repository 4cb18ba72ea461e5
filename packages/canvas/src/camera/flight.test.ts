import { expect, test } from "vitest";
import { CameraFlight } from "./flight";

const view = { w: 1000, h: 800 };
const from = { x: 0, y: 0, zoom: 1 };
const to = { x: 400, y: -200, zoom: 0.5 };

test("a flight starts with its first frame, slows down and ends exactly where it should", () => {
  const flight = new CameraFlight();
  flight.start(from, to);
  expect(flight.goal).toBe(to);
  expect(flight.step(5000, view)).toMatchObject(from);
  const half = flight.step(5100, view);
  // Half of the time, more than half of the way.
  expect(half?.zoom).toBeLessThan(Math.sqrt(0.5));
  expect(half?.zoom).toBeGreaterThan(0.5);
  expect(flight.step(5200, view)).toEqual(to);
  expect(flight.goal).toBe(null);
  expect(flight.step(5216, view)).toBe(null);
});

test("whoever takes hold of the camera ends the flight", () => {
  const flight = new CameraFlight();
  flight.start(from, to);
  flight.step(0, view);
  flight.stop();
  expect(flight.step(16, view)).toBe(null);
});
