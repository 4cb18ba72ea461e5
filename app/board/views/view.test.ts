import { expect, test } from "vitest";
import { viewAddress, viewIn } from "./view";

test("an address names its view with all that belongs to it", () => {
  const view = viewIn(new URLSearchParams("view=experiment&item=e1&t=6214&camera=1,2,0.5"));
  expect(view?.name).toBe("experiment");
  expect(view?.params.get("item")).toBe("e1");
  expect(view?.params.get("t")).toBe("6214");
});

test("an address of another version, or of anybody's making, opens nothing", () => {
  for (const address of ["", "view=", "view=constructor", "item=e1", "view=experiments"])
    expect(viewIn(new URLSearchParams(address))).toBeNull();
});

test("what others open is the view alone, written alike, and nothing where it is none", () => {
  const open = viewAddress("view=experiment&item=e%31&t=6214&camera=1,2,0.5");
  expect(open).toBe("view=experiment&item=e1&t=6214");
  expect(viewAddress(open ?? "")).toBe(open);
  expect(viewAddress("view=constructor&item=e1")).toBeNull();
  expect(viewAddress("item=e1&camera=1,2,0.5")).toBeNull();
});
