import { readBody, readSubject } from "@carveout/formats/mail";
import { type ItemId, mailsOf, type ProposalJson } from "@carveout/model";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import Mail from "lucide-react/icons/mail";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Chip } from "../../../ui/Chip";
import { IconButton } from "../../../ui/IconButton";
import { isTyping, keyName } from "../../../ui/key";
import { itemName } from "../../cards/item-name";
import { ModelledBy } from "../../cards/proposal/ModelledBy";
import { useProposalTalk } from "../../proposals/talk";
import { useCanComment, useItem, useSession } from "../../session";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import { changeView, type View } from "../view";
import { MailHead } from "./MailHead";
import { MailText } from "./MailText";
import { type Mark, selectionPlace, type TextRange } from "./marks";
import s from "./proposal.module.css";
import { lineWords } from "./rows";
import { Series } from "./Series";
import { useMailPeers } from "./use-mail-peers";

/** A proposal at full size: its mails as they were sent, and what is said about them. */
export function ProposalView({ view }: { view: View }) {
  const id = view.params.get("item") ?? "";
  const item = useItem(id);
  if (item?.kind !== "proposal")
    return (
      <>
        <ViewHead glyph={Mail} name="Proposal" />
        <ItemGone kind="proposal" />
      </>
    );
  return <Proposal id={id} item={item} mail={view.params.get("mail")} />;
}

function Proposal({ id, item, mail: wanted }: { id: ItemId; item: ProposalJson; mail: string | null }) {
  const session = useSession();
  const mails = useMemo(() => mailsOf(item), [item]);
  const place = Math.max(
    0,
    mails.findIndex(({ key }) => key === wanted),
  );
  const mail = mails[place];
  const go = useCallback(
    (step: number) => {
      const next = mails[place + step];
      if (next !== undefined) changeView({ mail: next.key });
    },
    [mails, place],
  );
  useStepKeys(go);
  const { threads } = useProposalTalk(id);
  const openThreads = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { anchor, resolved } of threads)
      if (anchor.at === "mail" && resolved === undefined)
        counts.set(anchor.part, (counts.get(anchor.part) ?? 0) + 1);
    return counts;
  }, [threads]);
  // Whoever leaves the mail has nothing selected in it any more.
  useEffect(() => () => session.setField(null), [session]);
  if (mail === undefined)
    return (
      <>
        <ViewHead glyph={Mail} name={itemName(item)} />
        <p className={s.empty}>This proposal has no mail. Delete its card and import it again.</p>
      </>
    );
  const { isRfc, isPatch, version } = readSubject(mail.head.subject);
  return (
    <>
      <ViewHead
        glyph={Mail}
        name={mail.head.subject || itemName(item)}
        chips={
          <>
            {isRfc && <Chip>RFC</Chip>}
            {isPatch && <Chip>v{version}</Chip>}
          </>
        }
      >
        {mails.length > 1 && (
          <span className={s.steps}>
            <IconButton
              glyph={ChevronLeft}
              name="Mail before"
              hint="["
              disabled={place === 0}
              onClick={() => go(-1)}
            />
            <span className={s.place}>
              {place + 1} of {mails.length}
            </span>
            <IconButton
              glyph={ChevronRight}
              name="Next mail"
              hint="]"
              disabled={place === mails.length - 1}
              onClick={() => go(1)}
            />
          </span>
        )}
      </ViewHead>
      <div className={s.view} data-series={mails.length > 1 || undefined}>
        {mails.length > 1 && (
          <Series
            mails={mails}
            current={mail.key}
            openThreads={openThreads}
            onChoose={(key) => changeView({ mail: key })}
          />
        )}
        <OneMail key={mail.key} id={id} mail={mail} />
        <aside className={s.side} aria-label="What is said about it">
          <section className={s.box}>
            <h2>Alternatives</h2>
            <ModelledBy id={id} item={item} />
          </section>
        </aside>
      </div>
    </>
  );
}

function OneMail({ id, mail }: { id: ItemId; mail: ReturnType<typeof mailsOf>[number] }) {
  const session = useSession();
  const canComment = useCanComment();
  const body = useMemo(() => readBody(mail.body), [mail.body]);
  const peers = useMailPeers(id, mail.key);
  const { threads } = useProposalTalk(id);
  const [draft, setDraft] = useState<TextRange | null>(null);
  const marks = useMemo<readonly Mark[]>(
    () => [
      ...threads.flatMap(({ id: thread, number, anchor, resolved }): Mark[] =>
        anchor.at === "mail" && anchor.part === mail.key
          ? [
              {
                kind: "thread",
                id: thread,
                number,
                start: anchor.start,
                end: anchor.end,
                isActive: false,
                isResolved: resolved !== undefined,
              },
            ]
          : [],
      ),
      ...(draft === null ? [] : [{ kind: "draft" as const, ...draft }]),
      ...peers,
    ],
    [threads, mail.key, draft, peers],
  );
  const onSelect = useCallback(
    (range: TextRange | null) =>
      session.setField(range === null ? null : { item: id, field: selectionPlace(mail.key, range) }),
    [session, id, mail.key],
  );
  return (
    <section className={s.mail} aria-label="Mail">
      <MailHead head={mail.head} />
      {body.problems.length > 0 && (
        <ul className={s.problems} aria-label="What is broken in this mail">
          {body.problems.map(({ line, sentence }) => (
            <li key={`${line} ${sentence}`}>
              <span className={s.mono}>line {line}</span> {sentence}
            </li>
          ))}
        </ul>
      )}
      <MailText
        body={body}
        marks={marks}
        canComment={canComment}
        onSelect={onSelect}
        onComment={setDraft}
        onOpenThread={() => {}}
        at={null}
      />
      {draft !== null && <p className={s.quiet}>{lineWords(body.lines, draft)}</p>}
    </section>
  );
}

/** [ and ] go through the mails. */
function useStepKeys(go: (step: number) => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const step = { "[": -1, "]": 1 }[keyName(event)];
      if (step === undefined || event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      go(step);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [go]);
}
