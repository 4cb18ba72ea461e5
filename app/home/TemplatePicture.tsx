import type { ReactNode } from "react";

const SHADOW_ORIGIN_PAGE = ["var(--k-shadow)", "var(--k-origin)", "var(--k-use)"];

/** KMSAN keeps two pages of metadata for every page: blocks are handed over in threes. */
function KmsanPicture() {
  const cells: ReactNode[] = [];
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 16; column++)
      cells.push(
        <rect
          key={`${row} ${column}`}
          x={18 + column * 12.3}
          y={20 + row * 14}
          width="11"
          height="12"
          rx="1.5"
          fill={SHADOW_ORIGIN_PAGE[(row * 16 + column) % 3]}
        />,
      );
  return (
    <>
      {cells}
      <text x="18" y="92">
        shadow · origin · page
      </text>
    </>
  );
}

/** For a template without a picture of its own: a board as it is laid out, hardware left, strategies in the middle, experiment right. */
function BoardPicture() {
  return (
    <g fill="var(--surface)" stroke="var(--line-strong)">
      <path d="M78 40h16M78 52c8 0 8 20 16 20M138 36c8 0 8 6 16 6M138 72c8 0 8-18 16-18" fill="none" />
      <rect x="22" y="24" width="56" height="56" rx="3" />
      <rect x="94" y="24" width="44" height="24" rx="3" />
      <rect x="94" y="58" width="44" height="24" rx="3" />
      <rect x="154" y="24" width="56" height="56" rx="3" />
    </g>
  );
}

export function TemplatePicture({ template }: { template: string }) {
  return (
    <svg
      viewBox="0 0 232 104"
      aria-hidden
      className="block h-25 w-full border-line border-b bg-sunken font-mono text-[10.5px] [&_text]:fill-ink-3"
    >
      {template.startsWith("kmsan") ? <KmsanPicture /> : <BoardPicture />}
    </svg>
  );
}
