import { describe, expect, test } from "vitest";
import { FormatError, readZoneinfo } from "../index";
import { fixtureFiles } from "../test/boots";
import { failureOf } from "../test/failure";

const FIXTURE = fixtureFiles("kmsan-2g", ["zoneinfo.txt"])[0]?.text ?? "";

describe("readZoneinfo", () => {
  test("the zones of a boot, in the file's order", () => {
    const { zones, cpus } = readZoneinfo(FIXTURE);
    expect(cpus).toBe(2);
    expect(zones.map((zone) => zone.name)).toEqual(["DMA", "DMA32", "Normal", "Movable"]);
    expect(zones[1]).toEqual({
      nid: 0,
      name: "DMA32",
      free: 149_459,
      boost: 0,
      min: 7553,
      low: 9441,
      high: 11_329,
      spanned: 520_160,
      present: 520_160,
      managed: 153_830,
      cma: 0,
      startPfn: 4096,
      protection: [0, 0, 0, 0],
      pageSets: [
        { cpu: 0, count: 213, high: 4720, batch: 31 },
        { cpu: 1, count: 1709, high: 4720, batch: 31 },
      ],
      counters: expect.any(Map),
    });
    expect(zones[0]?.protection).toEqual([0, 594, 594, 594]);
    expect(zones[2]?.startPfn, "an empty zone").toBeNull();
  });

  test("'high' of a cpu's page set is not the zone's", () => {
    expect(readZoneinfo(FIXTURE).zones.map((zone) => zone.high)).toEqual([74, 11_329, 0, 0]);
  });

  test("counters of a zone and of its node, apart", () => {
    const { zones, nodes } = readZoneinfo(FIXTURE);
    expect(zones[1]?.counters.get("nr_free_pages")).toBe(149_459);
    expect(zones[1]?.counters.has("nr_slab_unreclaimable")).toBe(false);
    expect(zones[2]?.counters, "an empty zone").toEqual(new Map());
    expect(nodes.map((node) => node.nid)).toEqual([0]);
    expect(nodes[0]?.counters.get("nr_slab_unreclaimable")).toBe(933);
    expect(nodes[0]?.counters.has("nr_free_pages")).toBe(false);
  });

  test.each([
    ["CRLF", FIXTURE.replaceAll("\n", "\r\n")],
    ["leading spaces of a paste", FIXTURE.replaceAll(/^/gm, "  ")],
  ])("the same facts with %s", (_, text) => {
    expect(readZoneinfo(text)).toEqual(readZoneinfo(FIXTURE));
  });

  test("buddyinfo is not zoneinfo, though its lines start alike", () => {
    const error = failureOf(() => readZoneinfo("Node 0, zone      DMA      0      1      2\n"), FormatError);
    expect(error.line).toBe(1);
    expect(error.sentence).toContain("This is not /proc/zoneinfo: no line reads 'Node n, zone NAME'");
  });

  test("cut off in the middle of a zone", () => {
    const cut = FIXTURE.slice(0, FIXTURE.indexOf("managed"));
    const { sentence } = failureOf(() => readZoneinfo(cut), FormatError);
    expect(sentence).toContain("Zone DMA of node 0, line 1 of /proc/zoneinfo, has no 'managed'");
  });

  test("a count of 2^53", () => {
    const huge = FIXTURE.replace("present  3998", "present  9007199254740992");
    expect(failureOf(() => readZoneinfo(huge), FormatError).sentence).toContain("9007199254740992");
  });
});
