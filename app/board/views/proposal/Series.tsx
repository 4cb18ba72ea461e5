import { readSubject, threadTree } from "@carveout/formats/mail";
import type { MailHeadJson } from "@carveout/model";
import s from "./proposal.module.css";

export interface SeriesMail {
  key: string;
  head: MailHeadJson;
}

/** The mails of the proposal, replies below what they answer. */
export function Series({
  mails,
  current,
  openThreads,
  onChoose,
}: {
  mails: readonly SeriesMail[];
  current: string;
  /** Counts by mail. */
  openThreads: ReadonlyMap<string, number>;
  onChoose: (key: string) => void;
}) {
  return (
    <nav className={s.series} aria-label="Mails of the proposal">
      <ol>
        {threadTree(mails).map(({ mail, depth }) => {
          const { isReply, version, index, count, title } = readSubject(mail.head.subject);
          const open = openThreads.get(mail.key) ?? 0;
          return (
            <li key={mail.key} style={{ paddingLeft: Math.min(depth, 6) * 10 }}>
              <button
                type="button"
                aria-current={mail.key === current ? "true" : undefined}
                title={mail.head.subject}
                onClick={() => onChoose(mail.key)}
              >
                <span className={s.seriesTitle}>
                  {index !== null && !isReply && (
                    <span className={s.mono}>
                      v{version} {index}/{count}{" "}
                    </span>
                  )}
                  {isReply ? "Re: " : ""}
                  {title || "Text without a subject"}
                </span>
                <span className={s.seriesFoot}>
                  {mail.head.from?.name || mail.head.from?.address || ""}
                  {open > 0 && <span>{open === 1 ? "1 thread" : `${open} threads`}</span>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
