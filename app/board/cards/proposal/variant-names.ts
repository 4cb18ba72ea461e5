import type { ModelledBy } from "@carveout/model";
import { useEffect, useReducer } from "react";
import { useSession } from "../../session";
import { itemName } from "../item-name";

export interface VariantName {
  index: number;
  letter: string;
  /** Of its strategies. */
  name: string;
  experiment: string;
}

/** What a variant is called now, or null once it is gone. Follows the board's experiments. */
export function useVariantNames(): (of: ModelledBy) => VariantName | null {
  const { items } = useSession();
  const [, wake] = useReducer((count: number) => count + 1, 0);
  useEffect(() => items.onChange(wake), [items]);
  return ({ item, variant }) => {
    const experiment = items.item(item);
    const columns = items.plans.get(item)?.columns ?? [];
    const index = columns.findIndex((column) => column.variant === variant);
    const column = columns[index];
    if (experiment?.kind !== "experiment" || column === undefined) return null;
    return { index, letter: column.letter, name: column.name, experiment: itemName(experiment) };
  };
}
