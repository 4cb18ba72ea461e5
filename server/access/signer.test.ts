import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { Signer } from "./signer";

test("a data folder's key is made once, and nobody else on the machine can read it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-key-"));
  const token = await Signer.of(folder).sign("session", { sub: "ann" }, null);
  const file = path.join(folder, "signing-key");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(file, "utf8").trim(), "base64url")).toHaveLength(32);
  expect(await Signer.of(folder).read("session", token)).toMatchObject({ sub: "ann" });
  expect(await Signer.of(folder).read("link", token)).toBeNull();
  rmSync(folder, { recursive: true });
});

test("what is no token is read as nothing", async () => {
  const signer = new Signer(new Uint8Array(32));
  for (const text of ["", ".", "a.b.c", "x".repeat(5000)]) expect(await signer.read("link", text)).toBeNull();
  expect(await signer.read("link", await signer.sign("link", {}, Date.now() - 1000))).toBeNull();
});

test("a token that was right is right again without its signature being computed, until it has expired", async () => {
  vi.useFakeTimers({ now: 1_000_000_000_000 });
  const verify = vi.spyOn(crypto.subtle, "verify");
  const signer = new Signer(new Uint8Array(32).fill(1));
  const token = await signer.sign("link", { jti: "a" }, Date.now() + 60_000);
  for (let n = 0; n < 5; n++) expect(await signer.read("link", token)).toMatchObject({ jti: "a" });
  expect(verify).toHaveBeenCalledTimes(1);
  expect(await signer.read("session", token)).toBeNull();
  vi.setSystemTime(Date.now() + 60_000);
  expect(await signer.read("link", token)).toBeNull();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
