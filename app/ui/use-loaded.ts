import { useEffect, useState } from "react";

/**
 * Code that comes once this is on the screen; null until then. Unlike `lazy` under `Suspense`, which React shows no sooner than 300 ms after what
 * stands in for it: too long for what everybody waits for.
 */
export function useLoaded<Module>(load: () => Promise<Module>): Module | null {
  const [loaded, setLoaded] = useState<{ module: Module } | { error: unknown } | null>(null);
  useEffect(() => {
    let isGone = false;
    load().then(
      (module) => isGone || setLoaded({ module }),
      (error: unknown) => isGone || setLoaded({ error }),
    );
    return () => {
      isGone = true;
    };
  }, [load]);
  if (loaded !== null && "error" in loaded) throw loaded.error;
  return loaded?.module ?? null;
}
