import type { Report } from "@carveout/formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { House } from "../testing/house";

describe("the report of a board", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  test("holds the template's experiment with its results, as data and as text", async () => {
    const { id, tokens } = await house.board({ template: "kmsan" });
    let report: Report | undefined;
    // Where the machine is busy the first look may come before the last result.
    await expect
      .poll(
        async () => {
          report = (await (
            await house.fetch(`/api/boards/${id}/report`, {}, tokens.viewer)
          ).json()) as Report;
          return report.experiments[0]?.notes;
        },
        { timeout: 60_000 },
      )
      .toEqual([]);
    const table = report?.experiments[0]?.tables[0];
    expect(table?.columns.length).toBeGreaterThan(1);
    const response = await house.fetch(`/api/boards/${id}/report.txt`, {}, tokens.viewer);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const text = await response.text();
    expect(text.startsWith(report?.title.split(":")[0] ?? "-")).toBe(true);
    // The same figures in both.
    for (const cell of table?.rows[0]?.cells ?? []) expect(text).toContain(cell);
    expect(text).toContain(`${house.origin}/b/${id}`);
    expect(text).toContain("No thread is open.");
  }, 90_000);

  test("is for those who have a link of the board", async () => {
    const { id } = await house.board();
    for (const path of ["report", "report.txt"])
      expect((await house.fetch(`/api/boards/${id}/${path}`, {}, "wrong")).status).toBe(401);
    expect((await house.fetch(`/b/${id}/report?token=wrong`, {}, null)).status).toBe(401);
  });
});
