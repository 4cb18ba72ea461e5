import type { ItemId, WorkloadFieldsJson } from "@carveout/model";
import { FoldedTable } from "../tables/FoldedTable";
import { ACTIONS, freshAction, freshPhase, PHASES, shownOfAction, shownOfPhase } from "./workload-tables";

/** How the load changes over time, and what happens besides it. */
export function WorkloadTables({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  return (
    <>
      <FoldedTable
        id={id}
        look={PHASES}
        rows={fields.phases ?? {}}
        fresh={(last) => freshPhase(last, fields)}
        shown={(row) => shownOfPhase(row, fields)}
      />
      <FoldedTable
        id={id}
        look={ACTIONS}
        rows={fields.actions ?? {}}
        fresh={() => freshAction(fields)}
        shown={shownOfAction}
      />
    </>
  );
}
