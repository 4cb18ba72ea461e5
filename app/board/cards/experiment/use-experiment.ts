import type { ItemId } from "@carveout/model";
import { fieldValue, WORKLOAD_FIELDS } from "@carveout/model";
import { useMemo } from "react";
import { type ColumnHead, useItem, usePlan, useResults, useRuns, type VariantRun } from "../../session";
import { pageSizeOf } from "../profile/page-size";
import { type VariantLook, variantLook } from "../variant-look";
import { type OrderShare, orderShares } from "../workload/offered-load";
import { type Column, readColumn } from "./column";
import { type StaleResult, staleOf } from "./stale";

export interface ShownVariant {
  head: ColumnHead;
  look: VariantLook;
  column: Column;
  frame: VariantRun | undefined;
  /** Its last result, while the input is another by now and nothing has come of that yet. */
  stale: StaleResult | null;
}

export interface ShownExperiment {
  variants: ShownVariant[];
  pageSizeBytes: number;
  durationMs: number;
  /** Orders that the workload asks for. */
  orders: OrderShare[];
}

/** An experiment's columns as they stand, each in the state of its newest frame. */
export function useExperiment(id: ItemId): ShownExperiment {
  const plan = usePlan(id);
  const runs = useRuns(id);
  const results = useResults(id);
  const profile = useItem(plan.profile ?? "");
  const workload = useItem(plan.workload ?? "");
  return useMemo(() => {
    const variants = plan.columns.map((head, index) => {
      const frame = runs.get(head.variant);
      const look = variantLook(index, head.letter);
      return {
        head,
        look,
        column: readColumn(frame),
        frame,
        stale: staleOf(frame, results.get(head.variant)),
      };
    });
    const load = workload?.kind === "workload" ? workload.fields : {};
    const duration = WORKLOAD_FIELDS.find((spec) => spec.key === "durationMs");
    return {
      variants,
      pageSizeBytes: pageSizeOf(profile?.kind === "profile" ? profile : undefined),
      durationMs: duration === undefined ? 0 : Number(fieldValue(duration, load as Record<string, unknown>)),
      orders: orderShares(load),
    };
  }, [plan, runs, results, profile, workload]);
}

/** The families that a variant answers, or that it answers none. */
export function familiesText({ families }: ColumnHead): string {
  return families.length === 0 ? "the kernel as the profile has it" : families.join(" + ");
}

/** "1 running, 1 queued", or null where nothing is under way. */
export function underWay(variants: readonly ShownVariant[]): string | null {
  const count = (state: string) => variants.filter((v) => v.frame?.status.state === state).length;
  const parts = ["running", "queued"].flatMap((state) =>
    count(state) > 0 ? [`${count(state)} ${state}`] : [],
  );
  return parts.length > 0 ? parts.join(", ") : null;
}
