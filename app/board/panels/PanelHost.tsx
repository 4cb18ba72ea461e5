import { lazy, Suspense } from "react";
import { usePanel } from "../open-panel";

const Panel = lazy(() => import("./Panel"));

/** Where the open panel stands. Its frame comes with the first one that is opened. */
export function PanelHost() {
  const open = usePanel();
  return open === null ? null : (
    <Suspense>
      <Panel key={open} name={open} />
    </Suspense>
  );
}
