import { MEMORY_KINDS, type MemoryKind } from "./kinds";
import s from "./kinds.module.css";

export function KindSwatch({ kind }: { kind: MemoryKind }) {
  return <i className={`${s.kind} ${s.swatch}`} data-kind={kind} aria-hidden />;
}

/** Swatch and word of each kind, once for all pictures below or beside it. */
export function KindLegend({ kinds }: { kinds: readonly MemoryKind[] }) {
  return (
    <div className={s.legend}>
      {kinds.map((kind) => (
        <span key={kind}>
          <KindSwatch kind={kind} /> {MEMORY_KINDS[kind].label}
        </span>
      ))}
    </div>
  );
}
