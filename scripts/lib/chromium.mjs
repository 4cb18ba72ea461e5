import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

async function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of NAMES)
    for (const folder of folders) {
      const file = join(folder, name);
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file;
    }
  return null;
}

/** Path of a Chromium for the browser tests; installs Debian's where it may. Throws with what to do where there is none. */
export async function findChromium() {
  const found = process.env.CARVEOUT_CHROMIUM || (await onPath());
  if (found) return found;
  if (process.getuid?.() === 0) {
    console.log("carveout: no Chromium found, installing Debian's ...");
    await run("apt-get", ["update", "-qq"])
      .then(() => run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]))
      .catch((error) => console.log(`carveout: ${error.message}`));
    const installed = await onPath();
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need Chromium and none was found. Install it (Debian: apt-get install chromium) or name one in CARVEOUT_CHROMIUM.",
  );
}
