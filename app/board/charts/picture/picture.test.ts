import { expect, test } from "vitest";
import { Clock, eventFrom } from "./clock";
import { csvOf } from "./table";

test("the time cursor stays within the run", () => {
  const clock = new Clock(12_000, 10_000);
  expect(clock.t.get()).toBe(10_000);
  clock.set(-5);
  expect(clock.t.get()).toBe(0);
});

test("left and right go from event to event, and stay where there is no other", () => {
  const events = [2914, 6231, 6231, 8000];
  expect(eventFrom(events, 0, 1)).toBe(2914);
  expect(eventFrom(events, 2914, 1)).toBe(6231);
  expect(eventFrom(events, 6231, -1)).toBe(2914);
  expect(eventFrom(events, 8000, 1)).toBeNull();
  expect(eventFrom([], 5, -1)).toBeNull();
});

test("a table becomes CSV that any reader takes, and no spreadsheet runs", () => {
  const columns = [
    { name: "time", unit: "ms" },
    { name: 'A, "Boot"', unit: "pages" },
  ];
  const rows = [
    [0, 1234.5],
    ["=1+1", null],
  ];
  expect(csvOf({ columns, rows }, ["run 17139d68\nseed 42"])).toBe(
    '# run 17139d68 seed 42\r\ntime (ms),"A, ""Boot"" (pages)"\r\n0,1234.5\r\n\'=1+1,\r\n',
  );
});
