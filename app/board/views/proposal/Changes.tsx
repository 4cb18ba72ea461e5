import { counterparts, type InterdiffPart, interdiff } from "@carveout/formats/mail";
import { mailsOf } from "@carveout/model";
import { useMemo } from "react";
import { Chip, type ChipTone } from "../../../ui/Chip";
import type { Former } from "../../proposals/versions/former";
import s from "./changes.module.css";

type Mails = ReturnType<typeof mailsOf>;

const STATE: Readonly<Record<InterdiffPart["state"], { words: string; tone: ChipTone }>> = {
  same: { words: "as it was", tone: "plain" },
  changed: { words: "changed", tone: "warn" },
  added: { words: "new file", tone: "ok" },
  removed: { words: "no longer touched", tone: "err" },
};

/** How one mail differs from its former version: the message, then file by file, hunk by hunk. */
export function Changes({ mails, mail, former }: { mails: Mails; mail: Mails[number]; former: Former }) {
  const { before, gone } = useMemo(() => {
    const pairs = counterparts(mailsOf(former.item), mails);
    return {
      before: pairs.find(({ after }) => after?.key === mail.key)?.before ?? null,
      gone: pairs.flatMap(({ before, after }) => (after === null && before !== null ? [before] : [])),
    };
  }, [former, mails, mail]);
  const parts = useMemo(() => (before === null ? [] : interdiff(before.body, mail.body)), [before, mail]);
  const isFirst = mails[0]?.key === mail.key;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={s.changes} aria-label={`Changes since v${former.version}`} tabIndex={0}>
      {before === null && (
        <p className={s.none}>v{former.version} has no such mail: it is new in this version.</p>
      )}
      {before !== null && before.head.subject !== mail.head.subject && (
        <p className={s.subject}>
          <del>{before.head.subject}</del>
          <ins>{mail.head.subject}</ins>
        </p>
      )}
      {before !== null && parts.every(({ state }) => state === "same") && (
        <p className={s.none}>
          Message and patch are the same as in v{former.version}, but for where hunks lie.
        </p>
      )}
      {parts.map((part) => (
        <Part key={part.file ?? "message"} part={part} />
      ))}
      {isFirst && gone.length > 0 && (
        <section className={s.part}>
          <h2>No longer part of the series</h2>
          <ul className={s.gone}>
            {gone.map(({ key, head }) => (
              <li key={key}>{head.subject}</li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}

const SIGN_WORDS = { " ": "", "-": "only before: ", "+": "only now: " } as const;

function Part({ part: { file, state, hunks } }: { part: InterdiffPart }) {
  const { words, tone } = STATE[state];
  return (
    <section className={s.part}>
      <h2>
        <span className={file === null ? undefined : s.file}>{file ?? "Message"}</span>
        <Chip tone={tone}>{file === null && state === "changed" ? "reworded" : words}</Chip>
      </h2>
      {hunks.map(({ within, lines }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no identity beyond their place
        <div key={place} className={s.hunk}>
          {within !== "" && <div className={s.within}>{within}</div>}
          {lines.map(({ sign, kind, text }, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nor have lines
            <div key={line} className={s.line} data-sign={sign} data-kind={kind}>
              <span className={s.sign} role="img" aria-label={SIGN_WORDS[sign]} aria-hidden={sign === " "}>
                {sign}
              </span>
              <span className={s.words}>{text}</span>
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}
