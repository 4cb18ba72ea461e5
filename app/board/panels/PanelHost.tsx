import { Suspense } from "react";
import { late } from "../../ui/late";
import { usePanel } from "../open-panel";

const Panel = late(() => import("./Panel"));

/** Where the open panel stands. Its frame comes with the first one that is opened. */
export function PanelHost() {
  const open = usePanel();
  return open === null ? null : (
    <Suspense>
      <Panel key={open} name={open} />
    </Suspense>
  );
}
