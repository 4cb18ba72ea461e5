import { beforeAll, expect, test } from "vitest";
import type { Board } from "../support/product";
import { type Person, person } from "./browser";
import { browser, product } from "./opened";
import { enter } from "./steps";

let board: Board;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
}, 60_000);

/** Notes what the page's policy has forbidden, from its first script on. */
async function watched(): Promise<Person & { forbidden: string[] }> {
  const who = await person(browser);
  const forbidden: string[] = [];
  await who.context.exposeFunction("noteForbidden", (what: string) => forbidden.push(what));
  await who.context.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) => {
      const { noteForbidden } = globalThis as unknown as { noteForbidden: (what: string) => void };
      noteForbidden(`${event.effectiveDirective}: ${event.blockedURI} in ${event.sourceFile}`);
    }),
  );
  return { ...who, forbidden };
}

test("every page has the strict policy, and does nothing that it forbids", async () => {
  const { page, forbidden, context } = await watched();
  await page.goto(product.address);
  const nonces = new Set<string>();
  const addresses = [
    "/",
    "/docs",
    "/docs/claims",
    "/docs/strategies/kmsan/boot",
    "/new/kmsan",
    `/b/${board.id}`,
    `/b/${board.id}/report`,
    "/r/none",
    "/nothing/here",
  ];
  for (const address of addresses) {
    const response = await page.goto(product.origin + address);
    await page.getByRole("main").or(page.getByRole("dialog")).first().waitFor();
    const policy = (await response?.headerValue("content-security-policy")) ?? "";
    const [, nonce = ""] = /script-src 'nonce-([^']{24})' 'strict-dynamic';/.exec(policy) ?? [];
    nonces.add(nonce);
    expect(policy.replace("style-src-attr 'unsafe-inline'", ""), address).not.toMatch(/unsafe|\*|https?:/);
    for (const part of [
      "default-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
      expect(policy, address).toContain(part);
    // Each script of the page carries this answer's nonce.
    const own = await page
      .locator("script:not([src])")
      .evaluateAll((scripts) => scripts.map((script) => (script as HTMLScriptElement).nonce));
    expect(new Set(own), address).toEqual(new Set([nonce]));
  }
  expect(nonces.size).toBe(addresses.length);
  expect(forbidden).toEqual([]);
  await context.close();
}, 60_000);

test("working on a board needs nothing that the policy forbids", async () => {
  const ann = await watched();
  const { page, forbidden } = ann;
  await enter(ann, board.links.owner, "Ann Reviewer");
  // CodeMirror writes its own style sheet.
  await page.getByRole("paragraph").filter({ hasText: "KMSAN keeps one shadow page" }).dblclick();
  const note = page.getByRole("textbox", { name: "Note" });
  await note.waitFor();
  const display = page.locator(".cm-editor").evaluate((editor) => getComputedStyle(editor).display);
  expect(await display).toBe("flex");
  await note.press("Escape");
  for (const format of ["SVG", "PNG", "PDF"]) {
    await page.keyboard.press("Control+Shift+E");
    const dialog = page.getByRole("dialog", { name: "Export" });
    await dialog.getByRole("radio", { name: new RegExp(`^${format}`) }).check();
    const save = dialog.getByRole("button", { name: `Save as ${format}` });
    await Promise.all([page.waitForEvent("download"), save.click()]);
    await dialog.waitFor({ state: "detached" });
  }
  expect([forbidden, ann.errors]).toEqual([[], []]);
  await ann.context.close();
}, 60_000);

test("what gets into a page's markup does not run", async () => {
  const { page, forbidden, context } = await watched();
  const smuggled = [
    "<script>globalThis.ran = 'inline'</script>",
    "<script src='/smuggled.js'></script>",
    "<img src='data:,' onerror='globalThis.ran = 1'>",
    "<base href='https://evil.example/'>",
    "<iframe src='/docs'></iframe>",
    "<object data='/docs'></object>",
  ];
  await page.route("**/smuggled.js", (route) => route.fulfill({ body: "globalThis.ran = 'loaded'" }));
  await page.route("**/docs", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace("</body>", `${smuggled.join("")}</body>`);
    await route.fulfill({ response, body });
  });
  await page.goto(`${product.origin}/docs`);
  await page.getByRole("main").waitFor();
  const kinds = () => [...new Set(forbidden.map((what) => what.split(":")[0]))].sort();
  await expect
    .poll(kinds, { timeout: 15_000 })
    .toEqual(["base-uri", "frame-src", "object-src", "script-src-attr", "script-src-elem"]);
  expect(forbidden.filter((what) => what.startsWith("script-src-elem"))).toHaveLength(2);
  expect(await page.evaluate(() => (globalThis as unknown as { ran?: unknown }).ran)).toBeUndefined();
  await context.close();
}, 60_000);
