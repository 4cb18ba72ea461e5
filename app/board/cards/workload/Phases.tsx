import type { ItemId, WorkloadFieldsJson } from "@carveout/model";
import { lazy, Suspense } from "react";
import { Fold } from "../Fold";
import s from "./workload.module.css";

const PhaseTable = lazy(() => import("./PhaseTable").then((loaded) => ({ default: loaded.PhaseTable })));

/** How the load changes over time: folded, how many phases there are. */
export function Phases({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  const count = Object.keys(fields.phases ?? {}).length;
  return (
    <Fold
      summary={
        <>
          Phases <small>{count > 0 && count}</small>
          {count === 0 && <span className={s.state}>none</span>}
        </>
      }
    >
      <Suspense>
        <PhaseTable id={id} fields={fields} />
      </Suspense>
    </Fold>
  );
}
