import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { contentHash, TEMPLATES } from "@carveout/model";
import { describe, expect, test } from "vitest";
import { main } from "./main";

const FOLDER = mkdtempSync(join(tmpdir(), "carveout-cli-"));
const FIXTURES = resolve(import.meta.dirname, "../../formats/fixtures");

async function carveout(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const streams = { out: "", err: "" };
  const status = await main(args, {
    out: (text) => (streams.out += text),
    err: (text) => (streams.err += text),
  });
  return { status, ...streams };
}

function file(name: string, content: unknown): string {
  const path = join(FOLDER, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const board = file("board.json", TEMPLATES[0]?.board());

describe("carveout run", () => {
  test("runs every variant, and the same board gives the same bytes twice", async () => {
    const [first, second] = [await carveout("run", board, "--json"), await carveout("run", board, "--json")];
    expect(first.status).toBe(0);
    expect(first.out).toBe(second.out);
    const { runs } = JSON.parse(first.out);
    expect(runs.map((r: { variant: string }) => r.variant)).toEqual(["A", "B", "C"]);
    for (const run of runs) expect(contentHash(run.result)).toBe(run.resultHash);
  }, 60_000);

  test("one variant, another seed: another run", async () => {
    const of = async (...more: string[]) =>
      JSON.parse((await carveout("run", board, "--json", "--variant", "b", ...more)).out).runs;
    const [plain, same, other] = [await of(), await of("--seed", "42"), await of("--seed", "43")];
    expect(plain).toHaveLength(1);
    expect(same).toEqual(plain);
    expect(other[0].run).not.toBe(plain[0].run);
    expect(other[0].resultHash).not.toBe(plain[0].resultHash);
  }, 60_000);

  test("a hand-written run may leave out what a new card fills in, and --check changes nothing but the time", async () => {
    const machine = { banks: [{ baseBytes: 0, sizeBytes: 2 ** 28 }] };
    const short = file("short.json", { machine, workload: { durationMs: 100, allocationsPerSecond: 2000 } });
    const plain = await carveout("run", short, "--json");
    expect(plain.err).toBe("");
    expect(plain.status).toBe(0);
    expect((await carveout("run", short, "--json", "--check")).out).toBe(plain.out);
    const [{ result }] = JSON.parse(plain.out).runs;
    expect(result.zones.map((zone: { name: string }) => zone.name)).toEqual(["DMA", "DMA32"]);
  });

  test("text fits a mail: no line over 72 columns but the hashes, a unit on every figure", async () => {
    const { out } = await carveout("run", board, "--variant", "A");
    for (const line of out.split("\n"))
      if (!/^ {3}(run|result) [0-9a-f]{64}$/.test(line)) expect(line.length, line).toBeLessThanOrEqual(72);
    expect(out).toMatch(/usable +154,854 pages +604\.9 MiB/);
  });

  test("an infeasible input runs nothing and says why; the others run", async () => {
    const bad = TEMPLATES[0]?.board();
    const items = { ...bad?.items };
    delete (items as Record<string, unknown>)["connector-2"];
    const { status, out } = await carveout("run", file("unwired.json", { ...bad, items }));
    expect(status).toBe(1);
    expect(out).toContain("Wire a workload to this experiment.");
  });
});

describe("bad input is one clear sentence and status 2", () => {
  test.each([
    [["run"], "Name one file"],
    [["run", join(FOLDER, "nothing.json")], "there is no such file"],
    [["run", file("broken.json", '{\n"carveout": 1,\n!\n}')], "broken.json:3: this is not JSON"],
    [["run", file("other.json", { hello: 1 })], "not a board of version 1"],
    [["run", board, "--variant", "Z"], "no variant 'Z'. It has A (Boot carve-out)"],
    [["run", board, "--seed", "-1"], "--seed"],
    [["run", board, "--fast"], "--fast"],
    [["check", file("negative.json", withBank(-4096))], "sizeBytes"],
    [["run", file("run.json", { machine: {}, strategies: [], workload: {}, seed: 1 })], "machine"],
    [["profile", join(FOLDER, "nowhere")], "there is no such folder"],
    [["profile", FOLDER], "none of iomem"],
    [["dance"], "no command 'dance'"],
  ])("%j", async (args, sentence) => {
    const { status, out, err } = await carveout(...(args as string[]));
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});

function withBank(sizeBytes: number): unknown {
  return {
    carveout: 1,
    title: "",
    items: {
      p: { kind: "profile", geo: { x: 0, y: 0, w: 362 }, z: "a0", fields: { banks: { b0: { sizeBytes } } } },
    },
  };
}

describe("carveout profile and check", () => {
  test("a folder of /proc files and a dmesg becomes a profile", async () => {
    const { status, out } = await carveout("profile", join(FIXTURES, "kmsan-2g"));
    expect(status).toBe(0);
    const { fields } = JSON.parse(out);
    expect(fields.imported).toMatchObject({ presentPages: 524_158, managedPages: 154_854, kmsan: true });
  });

  test("the template has no errors", async () => {
    const { status, out } = await carveout("check", board);
    expect(out).toContain("3 variants, 0 errors.");
    expect(status).toBe(0);
  });

  test("the pictures of a board are those of their hashes, and what is missing is told", async () => {
    const pixel =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const hashOf = (base64: string) =>
      createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
    const hash = hashOf(pixel);
    const box = { geo: { x: 0, y: 0, w: 10, h: 10 }, z: "a0", natural: { w: 1, h: 1 }, fields: {} };
    const withImages = (images: Record<string, string>) =>
      file("images.json", {
        carveout: 1,
        title: "",
        items: { "image-1": { kind: "image", hash, ...box } },
        images,
      });
    const whole = await carveout("check", withImages({ [hash]: pixel }));
    expect([whole.status, whole.out]).toEqual([0, expect.not.stringContaining("image-1")]);
    const lacking = await carveout("check", withImages({}));
    expect([lacking.status, lacking.out]).toEqual([
      0,
      expect.stringContaining("image-1: note: the file does not have"),
    ]);
    const text = Buffer.from("<svg/>").toString("base64");
    for (const [images, why] of [
      [{ [hash]: text }, `images.${hash}: the bytes are not those`],
      [{ [hashOf(text)]: text }, "This is no PNG"],
    ] as const) {
      const { status, err } = await carveout("check", withImages(images));
      expect([status, err]).toEqual([2, expect.stringContaining(why)]);
    }
  });

  test("help is help, nothing is a question", async () => {
    expect((await carveout("help")).status).toBe(0);
    expect((await carveout()).status).toBe(2);
  });
});

describe("expectations of a board", () => {
  type Fields = Record<string, unknown>;
  /** A small machine with one variant, whose experiment has these fields. */
  function boardWith(name: string, fields: Fields, load: Fields = {}): string {
    const card = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };
    const wire = (item: string, port: string) => ({
      kind: "connector",
      from: { item },
      to: { item: "e", port },
    });
    return file(name, {
      carveout: 1,
      title: "Expectations",
      items: {
        p: { kind: "profile", ...card, fields: { banks: { b0: { baseBytes: 0, sizeBytes: 2 ** 26 } } } },
        w: { kind: "workload", ...card, fields: { durationMs: 500, allocationsPerSecond: 500, ...load } },
        e: { kind: "experiment", ...card, fields: { variants: { v1: { order: "a0" } }, ...fields } },
        pw: wire("p", "profile"),
        ww: wire("w", "workload"),
      },
    });
  }
  const expectation = (more: Fields) => ({ expectations: { x: { order: "a0", variant: "v1", ...more } } });
  const FITS = { metric: "failed", comparison: "at most", value: 0 };

  test("met: status 0, with the sentence and what was measured", async () => {
    const { status, out } = await carveout("run", boardWith("met.json", { ...expectation(FITS), seeds: 3 }));
    expect(status).toBe(0);
    expect(out).toContain("met:     A No strategy: failed requests at most 0, on all 3 seeds");
    expect(out).toContain("measured: A 0");
  });

  test("not met: status 1, in JSON too", async () => {
    const never = { metric: "first-failure", comparison: "at most", value: 100 };
    const path = boardWith("not-met.json", { ...expectation(never), seeds: 2 });
    const text = await carveout("run", path);
    expect(text.status).toBe(1);
    expect(text.out).toContain("not met: A No strategy: first failure at most 0.100 s");
    const { status, out } = await carveout("run", path, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(out).expectations).toMatchObject([{ state: "not met", measured: "A never" }]);
  });

  test("a load that can't be served fails on every seed, and on the one that is named", async () => {
    const tooMuch = { metric: "failed", comparison: "at least", value: 1 };
    const load = { allocationsPerSecond: 50_000, durationMs: 2000, immortalPercent: 100 };
    const path = boardWith("too-much.json", { ...expectation(tooMuch), seeds: 2 }, load);
    const both = await carveout("run", path);
    expect(both.status).toBe(0);
    expect(both.out).toContain("on all 2 seeds");
    const one = await carveout("run", path, "--seed", "7");
    expect(one.status).toBe(0);
    expect(one.out).not.toContain("seeds\n");
  }, 30_000);

  test("about a variant that is gone it can't be judged, and that is not met", async () => {
    const { status, out } = await carveout(
      "run",
      boardWith("gone.json", expectation({ ...FITS, variant: "v9" })),
    );
    expect(status).toBe(1);
    expect(out).toContain("not judged: A variant that is gone");
  });

  test("about another variant than the one that runs it is left out", async () => {
    const fields = {
      variants: { v1: { order: "a0" }, v2: { order: "a1" } },
      ...expectation({ metric: "failed", comparison: "at least", value: 1 }),
    };
    const path = boardWith("two.json", fields);
    expect((await carveout("run", path)).status).toBe(1);
    const { status, out } = await carveout("run", path, "--variant", "B");
    expect(status).toBe(0);
    expect(out).not.toContain("Expectations");
  });
});
