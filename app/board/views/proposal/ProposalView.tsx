import { readBody, readSubject } from "@carveout/formats/mail";
import { type ItemId, mailsOf, type ProposalJson } from "@carveout/model";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import Mail from "lucide-react/icons/mail";
import Reply from "lucide-react/icons/reply";
import { useCallback, useEffect, useMemo } from "react";
import { Button } from "../../../ui/Button";
import { Chip } from "../../../ui/Chip";
import { IconButton } from "../../../ui/IconButton";
import { isTyping, keyName } from "../../../ui/key";
import { itemName } from "../../cards/item-name";
import { ModelledBy } from "../../cards/proposal/ModelledBy";
import { useProposalTalk } from "../../proposals/talk";
import { useCanComment, useItem, useSession } from "../../session";
import { closeThread, openThread, startThread } from "../../threads";
import { useOpenThread } from "../../threads/open";
import { Verdicts } from "../../verdicts/Verdicts";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import { changeView, openView, type View } from "../view";
import { MailHead } from "./MailHead";
import { MailText } from "./MailText";
import { type MailThread, MailThreads } from "./MailThreads";
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
  // Whoever leaves the mail has nothing selected in it any more, and no thread open.
  useEffect(
    () => () => {
      session.setField(null);
      closeThread();
    },
    [session],
  );
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
          <span className={s.chips}>
            {isRfc && <Chip>RFC</Chip>}
            {isPatch && <Chip>v{version}</Chip>}
          </span>
        }
      >
        <Button glyph={Reply} onClick={() => openView({ name: "reply", item: id, mail: mail.key })}>
          Reply
        </Button>
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
        <OneMailView key={mail.key} id={id} item={item} mail={mail} />
      </div>
    </>
  );
}

type OneMail = ReturnType<typeof mailsOf>[number];

/** One mail with what is said about it. */
function OneMailView({ id, item, mail }: { id: ItemId; item: ProposalJson; mail: OneMail }) {
  const session = useSession();
  const canComment = useCanComment();
  const body = useMemo(() => readBody(mail.body), [mail.body]);
  const peers = useMailPeers(id, mail.key);
  const { threads } = useProposalTalk(id);
  const opened = useOpenThread();
  const openId = opened !== null && "id" in opened.thread ? opened.thread.id : null;
  const draft = opened !== null && "draft" in opened.thread ? opened.thread.draft : null;
  const own = useMemo<readonly MailThread[]>(
    () =>
      threads
        .flatMap((thread) =>
          thread.anchor.at === "mail" && thread.anchor.part === mail.key
            ? [{ ...thread, place: lineWords(body.lines, thread.anchor), start: thread.anchor.start }]
            : [],
        )
        .sort((a, b) => a.start - b.start || a.number - b.number),
    [threads, mail.key, body],
  );
  const marks = useMemo<readonly Mark[]>(
    () => [
      ...own.flatMap(({ id: thread, number, anchor, resolved }): Mark[] =>
        anchor.at !== "mail"
          ? []
          : [
              {
                kind: "thread",
                id: thread,
                number,
                start: anchor.start,
                end: anchor.end,
                isActive: thread === openId,
                isResolved: resolved !== undefined,
              },
            ],
      ),
      ...(draft?.anchor.at === "mail" && draft.anchor.item === id && draft.anchor.part === mail.key
        ? [{ kind: "draft" as const, start: draft.anchor.start, end: draft.anchor.end }]
        : []),
      ...peers,
    ],
    [own, id, mail.key, openId, draft, peers],
  );
  const onSelect = useCallback(
    (range: TextRange | null) =>
      session.setField(range === null ? null : { item: id, field: selectionPlace(mail.key, range) }),
    [session, id, mail.key],
  );
  const onComment = ({ start, end }: TextRange) =>
    startThread(
      session,
      { at: "mail", item: id, part: mail.key, start, end },
      { quote: mail.body.slice(start, end) },
    );
  const active = own.find((thread) => thread.id === openId)?.anchor;
  return (
    <>
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
          onComment={onComment}
          onOpenThread={openThread}
          at={active?.at === "mail" ? active.start : null}
        />
      </section>
      <aside className={s.side} aria-label="What is said about it">
        <MailThreads threads={own} canComment={canComment} />
        <section className={s.box}>
          <h2>Verdicts on the proposal</h2>
          <div className={s.verdicts}>
            <Verdicts target={{ item: id }} />
          </div>
        </section>
        <section className={s.box}>
          <h2>Alternatives</h2>
          <ModelledBy id={id} item={item} />
        </section>
      </aside>
    </>
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
