import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { estimate, type RunInput } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";
import { boot, bootFiles, bootInput, bootNames, dataFolder } from "./support/boots";

const DATA = dataFolder(resolve(import.meta.dirname, ".."));
const NAMES = bootNames(DATA).filter((name) => name.includes("-mte"));
const MIB = 2 ** 20;

const lines: string[] = [];
afterAll(() => {
  if (NAMES.length === 0) console.log(`The boots with MTE under ${DATA} are not there: none was compared.`);
  else console.log(lines.join("\n"));
});

/** The boot's machine with its tag storage where the kernel can see it: behind its memory, in a bank of its own. */
function withTagStorage(input: RunInput, type: string): RunInput {
  const [bank] = input.machine.banks;
  if (bank === undefined) throw new Error("The boot has no memory.");
  const sizeBytes = bank.sizeBytes / 32;
  const baseBytes = bank.baseBytes + bank.sizeBytes;
  const region = { blockBytes: 4096, memoryBaseBytes: bank.baseBytes, memorySizeBytes: bank.sizeBytes };
  const machine = {
    ...input.machine,
    banks: [...input.machine.banks, { baseBytes, sizeBytes, nid: bank.nid }],
    tagStorage: [{ baseBytes, sizeBytes, ...region }],
  };
  return { ...input, machine, strategies: [{ family: "mte", type, params: {} }] };
}

/**
 * QEMU keeps tags in memory of its own: the kernel sees no tag storage, as behind a firmware carve-out. What can be compared is that the cpu
 * has MTE, and what memory is left; reuse of tag storage was never booted, for it was never merged.
 */
describe("boots of real kernels with MTE (needs ../shared/data)", () => {
  test.skipIf(NAMES.length === 0).each(NAMES)("%s", (name) => {
    const folder = resolve(DATA, name);
    expect(readFileSync(resolve(folder, "cpuinfo.txt"), "utf8")).toMatch(/^Features\s*:.*\bmte\b/m);
    const files = bootFiles(folder);
    expect(files.find((file) => file.name === "dmesg")?.text).toContain("detected: Memory Tagging Extension");
    const profile = importProfile(files);
    const input = bootInput(profile);
    expect(input.machine.tagStorage).toEqual([]);
    expect(boot(input).figures.map(({ family }) => family)).not.toContain("mte");

    const measured = profile.measured.zones.reduce((sum, { managed }) => sum + managed, 0);
    const predicted = estimate(input).memory;
    expect(predicted.usablePages + predicted.pageExtPages).toBe(measured);
    const given = Number(/-m (\d+)G/.exec(readFileSync(resolve(folder, "qemu_cmd.txt"), "utf8"))?.[1]) * 1024;
    expect(predicted.presentPages).toBe((given * MIB) / 4096);

    // The same machine with its tags in a bank: the carve-out costs the memmap of one more section, reuse gives all of the bank back.
    const tagPages = predicted.presentPages / 32;
    const carved = estimate(withTagStorage(input, "firmware")).memory;
    const reused = estimate(withTagStorage(input, "cma")).memory;
    const sectionMemmap = (128 * MIB * 64) / 4096 / 4096;
    expect(carved).toMatchObject({ usablePages: measured - sectionMemmap, tagStoragePages: tagPages });
    expect(reused.usablePages - carved.usablePages).toBe(tagPages);
    lines.push(
      `${name}: managed ${measured} measured, ${predicted.usablePages} predicted; its tags would take ${tagPages} pages (${(tagPages * 4096) / MIB} MiB) ` +
        `and ${sectionMemmap} pages of memmap: ${carved.usablePages} usable behind a carve-out, up to ${reused.usablePages} with CMA.`,
    );
  });
});
