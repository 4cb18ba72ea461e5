import { memo } from "react";
import s from "./reply.module.css";

/** The reply as it will be read: quotes in their colours, the limit of 72 columns as a line, what is beyond it marked. */
export const ReplyText = memo(function ReplyText({ text, long }: { text: string; long: readonly number[] }) {
  const tooLong = new Set(long);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={s.paper} tabIndex={0} aria-label="Preview of the reply">
      {text.split("\n").map((line, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity beyond its place
          key={index}
          className={s.line}
          data-level={Math.min(/^>*/.exec(line)?.[0].length ?? 0, 3) || undefined}
          data-long={tooLong.has(index + 1) || undefined}
        >
          {line}
        </div>
      ))}
    </section>
  );
});
