import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "server/**/*.test.ts", "app/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    testTimeout: 30_000,
    // What comes by itself comes late on a busy machine: the limit is there to name what never came.
    expect: { poll: { timeout: 15_000 } },
  },
});
