import type { ReactNode } from "react";

const indices = (count: number) => Array.from({ length: count }, (_, index) => index);

const SHADOW_ORIGIN_PAGE = ["var(--k-shadow)", "var(--k-origin)", "var(--k-use)"];

/** KMSAN keeps two pages of metadata for every page: blocks are handed over in threes. */
function KmsanPicture() {
  return (
    <>
      {indices(64).map((page) => (
        <rect
          key={page}
          x={18 + (page % 16) * 12.3}
          y={20 + Math.floor(page / 16) * 14}
          width="11"
          height="12"
          rx="1.5"
          fill={SHADOW_ORIGIN_PAGE[page % 3]}
        />
      ))}
      <text x="18" y="92">
        shadow · origin · page
      </text>
    </>
  );
}

/** KASAN needs one byte of shadow for eight: of eight shadow pages one is used where one neighbour is. */
function KasanPicture() {
  return (
    <>
      {indices(8).map((column) => (
        <rect
          key={column}
          x={18 + column * 24.6}
          y="24"
          width="22.6"
          height="22"
          rx="1.5"
          fill="var(--k-mov)"
        />
      ))}
      <rect x="18" y="64" width="22.6" height="12" rx="1.5" fill="var(--k-shadow)" />
      <path d="M18 48V62M214.5 48L41 62" stroke="var(--line-strong)" fill="none" />
      {indices(7).map((column) => (
        <rect
          key={column}
          x={43.1 + column * 24.6}
          y="64.5"
          width="21.6"
          height="11"
          rx="1.5"
          fill="none"
          stroke="var(--line-strong)"
          strokeDasharray="2 2"
        />
      ))}
      <text x="18" y="92">
        8 pages : 1 shadow page
      </text>
    </>
  );
}

/** The tags of 32 pages fill one page of tag storage. */
function MtePicture() {
  return (
    <>
      {indices(32).map((page) => (
        <rect
          key={page}
          x={18 + (page % 8) * 18}
          y={20 + Math.floor(page / 8) * 14}
          width="16"
          height="12"
          rx="1.5"
          fill={page === 13 ? "var(--k-use)" : "var(--k-mov)"}
        />
      ))}
      <path d="M126 40C160 40 160 48 184 48" stroke="var(--ink-2)" fill="none" strokeWidth="1.25" />
      <rect x="186" y="36" width="28" height="24" rx="2" fill="var(--k-tag)" />
      <path d="M193 36V60M200 36V60M207 36V60" stroke="var(--k-tag-mark)" />
      <text x="18" y="92">
        32 pages : 1 tag page
      </text>
    </>
  );
}

/** A namespace starts with pages whose struct pages nobody initialises; a walker over pfns meets them first. */
function DevicePicture() {
  return (
    <>
      <rect x="18" y="34" width="9" height="26" rx="1.5" fill="var(--k-unmov)" />
      <rect x="28.5" y="34" width="44" height="26" rx="1.5" fill="var(--k-ext)" />
      <rect x="74" y="34" width="140" height="26" rx="1.5" fill="var(--k-mov)" />
      <path d="M22.5 18v12m-3-3l3 3 3-3" stroke="var(--err)" fill="none" strokeWidth="1.5" />
      <text x="30" y="26">
        pfn walker
      </text>
      <text x="18" y="78">
        reserve · memmap · data
      </text>
    </>
  );
}

/** One page of a large leaf cannot change alone: the leaf becomes 512, and their table is a page. */
function DirectMapPicture() {
  return (
    <>
      <rect x="18" y="24" width="92" height="24" rx="2" fill="var(--k-use)" />
      <rect x="112" y="24" width="92" height="24" rx="2" fill="var(--k-use)" />
      {indices(23).map((leaf) => (
        <rect
          key={leaf}
          x={112 + leaf * 4}
          y="58"
          width="3"
          height="16"
          fill={leaf === 9 ? "var(--k-unmov)" : "var(--k-use)"}
        />
      ))}
      <path d="M112 50V56M204 50V56" stroke="var(--line-strong)" />
      <text x="18" y="92">
        2 MiB leaf → 512 × 4 KiB
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

/** By the first word of a template's id. */
const PICTURES: Readonly<Record<string, () => ReactNode>> = {
  kmsan: KmsanPicture,
  kasan: KasanPicture,
  mte: MtePicture,
  device: DevicePicture,
  directmap: DirectMapPicture,
};

export function TemplatePicture({ template, className = "" }: { template: string; className?: string }) {
  const Picture = PICTURES[template.split("-")[0] ?? ""] ?? BoardPicture;
  return (
    <svg
      viewBox="0 0 232 104"
      aria-hidden
      className={`block bg-sunken font-mono text-[10.5px] [&_text]:fill-ink-3 ${className}`}
    >
      <Picture />
    </svg>
  );
}
