import OctagonX from "lucide-react/icons/octagon-x";
import { Icon } from "../../../ui/Icon";
import { VariantBadge } from "../VariantBadge";
import { CauseChain } from "./CauseChain";
import { panicHead } from "./column";
import s from "./experiment.module.css";
import { oopsLines } from "./oops";
import type { ShownExperiment } from "./use-experiment";

/** The variants whose kernel stopped: the last lines of its console, and what led there. */
export function Panics({ experiment }: { experiment: ShownExperiment }) {
  return experiment.variants.map(({ head, look, column }) => {
    const panic = column.live?.panic;
    if (!panic) return null;
    return (
      <section key={head.variant} className={s.panic} aria-label={`Kernel panic of variant ${head.letter}`}>
        <p className={s.panicHead}>
          <VariantBadge look={look} />
          {panicHead(panic)}, {head.name}
          <Icon glyph={OctagonX} size={14} />
        </p>
        <pre className={s.oops}>{oopsLines(panic).join("\n")}</pre>
        <CauseChain chain={panic.chain} />
      </section>
    );
  });
}
