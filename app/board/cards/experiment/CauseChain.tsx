import type { CauseStep } from "@carveout/sim";
import s from "./experiment.module.css";

/** From the request to the root, as sentences on a rail; the root has the filled dot. */
export function CauseChain({ chain }: { chain: readonly CauseStep[] }) {
  return (
    <ol className={s.chain}>
      {chain.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chain is replaced whole, and one code may occur in it twice
        <li key={`${step.code} ${index}`} data-root={index === chain.length - 1 || undefined}>
          <span>{step.sentence}</span>
          {step.source !== undefined && <cite>{step.source}</cite>}
        </li>
      ))}
    </ol>
  );
}
