import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { WireMessage } from "@carveout/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "./support/client";
import { Product, tokenOf } from "./support/product";

const ROOT = resolve(import.meta.dirname, "..");

let product: Product;
beforeAll(async () => {
  if (!existsSync(resolve(ROOT, "dist/server/main.js"))) throw new Error("Build first: npm run build.");
  product = await Product.start();
});
afterAll(() => product?.stop());

interface Named {
  run: string;
  resultHash: string;
}

/** Run and result hash of each variant, as the server streams them to a participant. */
async function fromServer(boardId: string, token: string): Promise<Map<string, Named>> {
  const named = new Map<string, Named>();
  const client = await connect(product.origin, boardId, token, (message: WireMessage) => {
    if (message.type === "run" && message.status.state === "result")
      named.set(message.variant, { run: message.run, resultHash: message.status.resultHash });
  });
  await expect.poll(() => named.size, { timeout: 30_000 }).toBe(3);
  client.close();
  return named;
}

/** The same from `carveout run FILE --json`, in a process of its own. */
function fromCommandLine(file: string): Named[] {
  const done = spawnSync(
    process.execPath,
    [resolve(ROOT, "packages/cli/bin/carveout.mjs"), "run", file, "--json"],
    {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  expect(done.stderr).toBe("");
  expect(done.status).toBe(0);
  const { runs } = JSON.parse(done.stdout) as { runs: Named[] };
  return runs.map(({ run, resultHash }) => ({ run, resultHash }));
}

test("the command line and the server give the same runs and the same result hashes, twice", async () => {
  // Two boards: each is computed, or answered from the cache, by the server on its own.
  const first = await product.createBoard({ template: "kmsan" });
  const second = await product.createBoard({ template: "kmsan" });
  const file = join(mkdtempSync(join(tmpdir(), "carveout-")), "board.json");
  writeFileSync(file, JSON.stringify(await product.api("GET", `/api/boards/${first.id}`)));
  const [once, again] = [fromCommandLine(file), fromCommandLine(file)];
  expect(again).toEqual(once);
  for (const board of [first, second]) {
    const served = await fromServer(board.id, tokenOf(board.links.viewer));
    expect(["boot", "lazy", "ext"].map((variant) => served.get(variant))).toEqual(once);
  }
  console.log(`result hashes: ${once.map(({ resultHash }) => resultHash.slice(0, 16)).join(", ")}`);
}, 90_000);
