/** First letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N}\s]/gu, " ")
    .trim()
    .split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** A person by initials and colour; the name is its title. */
export function Avatar({
  name,
  colour,
  detail,
  isMe = false,
  isVerified = false,
  small = false,
}: {
  name: string;
  colour: number;
  /** What follows the name, e.g. "editor". */
  detail?: string;
  isMe?: boolean;
  /** Signed in: the provider vouches for the name. */
  isVerified?: boolean | undefined;
  small?: boolean;
}) {
  const title = [isMe ? `${name} (you)` : name, isVerified && "signed in", detail].filter(Boolean).join(", ");
  return (
    <span
      role="img"
      aria-label={title}
      title={title}
      style={{ background: `var(--p-${colour})` }}
      className={`relative inline-grid flex-none place-items-center rounded-full font-semibold text-p-ink ${
        small ? "size-5 text-[9px]/none" : "size-6 text-[10px]/none shadow-[0_0_0_2px_var(--surface)]"
      } ${isMe ? "outline-[1.5px] outline-offset-[1.5px] outline-ink" : ""}`}
    >
      {initials(name)}
      {isVerified && <i className="absolute -right-1 -bottom-1 text-[9px]/none text-accent not-italic">✓</i>}
    </span>
  );
}
