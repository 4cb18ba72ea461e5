import { useThreadRows } from "./use-discussion";

/** How many threads have something new. */
export default function UnreadCount() {
  const count = useThreadRows().filter(({ unread }) => unread > 0).length;
  if (count === 0) return null;
  return (
    <span
      role="status"
      aria-label={count === 1 ? "1 thread with unread comments" : `${count} threads with unread comments`}
      className="pointer-events-none absolute -top-0.5 -right-1 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 font-mono text-[10px]/none font-semibold text-accent-ink"
    >
      {count > 99 ? "99+" : count}
    </span>
  );
}
