import OctagonX from "lucide-react/icons/octagon-x";
import { Icon } from "../../../ui/Icon";
import { Fold } from "../Fold";
import { VariantBadge } from "../VariantBadge";
import { CauseChain } from "./CauseChain";
import { panicHead } from "./column";
import s from "./experiment.module.css";
import { oopsLines } from "./oops";
import type { ShownExperiment } from "./use-experiment";

/** The variants whose kernel stopped: the last lines of its console, and what led there. */
export function Panics({ experiment }: { experiment: ShownExperiment }) {
  const stopped = experiment.variants.flatMap((variant) => {
    const panic = variant.column.live?.panic;
    return panic ? [{ variant, panic }] : [];
  });
  return stopped.map(({ variant: { head, look }, panic }, index) => (
    <section key={head.variant} className={s.panic} aria-label={`Kernel panic of variant ${head.letter}`}>
      <p className={s.panicHead}>
        <VariantBadge look={look} />
        {panicHead(panic)}, {head.name}
        <Icon glyph={OctagonX} size={14} />
      </p>
      <pre className={s.oops}>{oopsLines(panic).join("\n")}</pre>
      <div className={s.panicCauses}>
        <Fold summary="What led there" open={index === 0}>
          <CauseChain chain={panic.chain} />
        </Fold>
      </div>
    </section>
  ));
}
