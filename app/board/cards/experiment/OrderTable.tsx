import { formatNumber } from "@carveout/model";
import { percentText } from "../figures";
import s from "./experiment.module.css";
import { otherFailures } from "./failures";
import type { ShownExperiment } from "./use-experiment";

/** How many requests of each order were served, variants as columns; below them what else failed. */
export function OrderTable({ experiment }: { experiment: ShownExperiment }) {
  const { variants, orders } = experiment;
  const hasOthers = variants.some(({ column }) => otherFailures(column.live?.failures ?? []) > 0);
  if (orders.length === 0 && !hasOthers) return null;
  return (
    <table className={s.orders}>
      <caption>
        <b className={s.captionName}>Served by order</b> served / asked for
      </caption>
      <thead className="sr-only">
        <tr>
          {variants.map(({ head }) => (
            <th scope="col" key={head.variant}>
              {head.letter}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {orders.map(({ order, share }) => (
          <tr key={order}>
            {variants.map(({ head, column }) => (
              <td key={head.variant}>
                <div
                  className={s.served}
                  title={`Order ${order} is ${percentText(share, 1)} of all requests`}
                >
                  <span>Order {order}</span>
                  <Served counts={column.live?.orders.find((counts) => counts.order === order)} />
                </div>
              </td>
            ))}
          </tr>
        ))}
        {hasOthers && (
          <tr>
            {variants.map(({ head, column: { live } }) => (
              <td key={head.variant}>
                <div className={s.served} title="What failed and is no page request">
                  <span>Other failures</span>
                  <Failed count={live === null ? null : otherFailures(live.failures)} />
                </div>
              </td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Served({ counts }: { counts: { requested: number; failed: number } | undefined }) {
  if (counts === undefined || counts.requested === 0) return <span className={s.none}>none yet</span>;
  const served = counts.requested - counts.failed;
  return (
    <span className={s.counts} title={`${percentText(served, counts.requested)} served`}>
      <b className={s.count} data-tone={counts.failed > 0 ? "err" : undefined}>
        {formatNumber(served)}
      </b>
      {` / ${formatNumber(counts.requested)}`}
    </span>
  );
}

function Failed({ count }: { count: number | null }) {
  if (count === null) return <span className={s.none}>none yet</span>;
  return (
    <span className={s.counts}>
      <b className={s.count} data-tone={count > 0 ? "err" : undefined}>
        {formatNumber(count)}
      </b>
    </span>
  );
}
