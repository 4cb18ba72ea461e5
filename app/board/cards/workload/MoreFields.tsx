import { type ItemId, WORKLOAD_FIELDS, type WorkloadFieldsJson } from "@carveout/model";
import { Suspense } from "react";
import { late } from "../../../ui/late";
import { Fold } from "../Fold";
import s from "./workload.module.css";

const MoreForm = late(() => import("./MoreForm").then((loaded) => ({ default: loaded.MoreForm })));

/** What few workloads need: atomic bursts, pins and tags, slab pages, cpus. Folded, how many of its fields are written. */
export function MoreFields({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  const written = WORKLOAD_FIELDS.filter((spec) => spec.advanced && fields[spec.key] !== undefined).length;
  return (
    <Fold
      summary={
        <>
          Bursts, pins, cpus
          <span className={s.state}>{written === 0 ? "as usual" : `${written} set`}</span>
        </>
      }
    >
      <Suspense>
        <MoreForm id={id} fields={fields} />
      </Suspense>
    </Fold>
  );
}
