/** The mark: a block with a piece carved out, and the piece in accent. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden className="flex-none">
      <path
        fill="var(--ink)"
        d="M3 1h14a2 2 0 0 1 2 2v4H8v6h11v4a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2Z"
      />
      <rect x="13" y="9" width="6" height="2" rx=".6" fill="var(--accent)" />
    </svg>
  );
}
