import s from "./workload.module.css";

export interface ChipOfShare {
  key: string;
  name: string;
  /** 0 to 1. */
  share: number;
  title: string;
}

/** What is asked for, each with its share. */
export function Chips({ chips }: { chips: readonly ChipOfShare[] }) {
  return (
    <span className={s.chips}>
      {chips.map(({ key, name, share, title }) => (
        <span key={key} className={s.chip} title={title}>
          <b>{name}</b> {shareText(share)}
        </span>
      ))}
      {chips.length === 0 && <span className={s.chip}>none</span>}
    </span>
  );
}

function shareText(share: number): string {
  const percent = share * 100;
  return percent >= 0.5 ? `${Math.round(percent)} %` : `${Number(percent.toPrecision(1))} %`;
}
