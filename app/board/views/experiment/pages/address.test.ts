import { expect, test } from "vitest";
import { addressOfPages, readPagesAddress } from "./address";

const read = (text: string) => readPagesAddress(new URLSearchParams(text), 10_000);

test("an address leads to a moment, a page and a zoom, and what is seen gives the same address", () => {
  const place = read("item=e&a=v1&b=v2&t=6214.125&pfn=0x2a800&zoom=32x8&show=difference");
  expect(place).toEqual({
    a: "v1",
    b: "v2",
    isDifference: true,
    tMs: 6214.125,
    pfn: 0x2a800,
    zoom: { cellPages: 32, edge: 8 },
  });
  const viewport = { cellPages: 32, edge: 8, columns: 64, rows: 20, top: 3 };
  expect(addressOfPages(viewport, 6214.125, 0x2a800)).toEqual({ t: "6214.125", pfn: "2a800", zoom: "32x8" });
});

test("what is no address of a page opens the whole machine at the end of its run", () => {
  for (const text of ["", "t=-5&pfn=&zoom=3", "t=soon&pfn=-1&zoom=1e9", "t=Infinity&pfn=zz&zoom=0x4"])
    expect(read(text)).toMatchObject({ tMs: 10_000, pfn: -1, zoom: null });
});
