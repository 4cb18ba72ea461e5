import { ANY_ORDER } from "@carveout/model";
import { SELECT_BOX } from "../../../../ui/select-box";
import type { MetricChoice } from "./measured";
import s from "./study.module.css";

/** What is compared or swept, and of which order where it has orders. */
export function MetricPicker(props: {
  choices: readonly MetricChoice[];
  metric: string;
  blockOrder: number;
  orders: number;
  onMetric: (key: string) => void;
  onOrder: (order: number) => void;
}) {
  const { choices, metric, blockOrder, orders, onMetric, onOrder } = props;
  const groups = [...new Set(choices.map(({ group }) => group))];
  const chosen = choices.find(({ key }) => key === metric);
  return (
    <span className={s.picker}>
      <label>
        Metric{" "}
        <select className={SELECT_BOX} value={metric} onChange={(event) => onMetric(event.target.value)}>
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              {choices
                .filter((choice) => choice.group === group)
                .map(({ key, label }) => (
                  <option key={key} value={key}>
                    {label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      {chosen?.byOrder && (
        <label>
          order{" "}
          <select
            className={SELECT_BOX}
            value={blockOrder}
            onChange={(event) => onOrder(Number(event.target.value))}
          >
            <option value={ANY_ORDER}>all</option>
            {Array.from({ length: orders }, (_, order) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the orders are the indices
              <option key={order} value={order}>
                {order}
              </option>
            ))}
          </select>
        </label>
      )}
    </span>
  );
}
