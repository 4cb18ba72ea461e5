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
import { useCarried } from "../../proposals/versions/carried";
import { FormerLine } from "../../proposals/versions/FormerLine";
import { useFormers } from "../../proposals/versions/former";
import { useCanComment, useItem, useSession } from "../../session";
import { closeThread, openThread, startThread } from "../../threads";
import { useOpenThread } from "../../threads/open";
import { Verdicts } from "../../verdicts/Verdicts";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import { changeView, openView, type View } from "../view";
import { Changes } from "./Changes";
import c from "./changes.module.css";
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
  const part = view.params.get("part") === "changes" ? "changes" : "mail";
  return <Proposal id={id} item={item} mail={view.params.get("mail")} part={part} />;
}

/** What of a mail is shown: its text, or how that differs from the version before. */
type Part = "mail" | "changes";

function Proposal(props: { id: ItemId; item: ProposalJson; mail: string | null; part: Part }) {
  const { id, item, mail: wanted, part } = props;
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
        <OneMailView key={mail.key} id={id} item={item} mails={mails} mail={mail} part={part} />
      </div>
    </>
  );
}

type OneMail = ReturnType<typeof mailsOf>[number];

/** One mail with what is said about it. */
function OneMailView(props: { id: ItemId; item: ProposalJson; mails: OneMail[]; mail: OneMail; part: Part }) {
  const { id, item, mails, mail, part } = props;
  const session = useSession();
  const canComment = useCanComment();
  const body = useMemo(() => readBody(mail.body), [mail.body]);
  const peers = useMailPeers(id, mail.key);
  const { threads } = useProposalTalk(id);
  const opened = useOpenThread();
  const openId = opened !== null && "id" in opened.thread ? opened.thread.id : null;
  const draft = opened !== null && "draft" in opened.thread ? opened.thread.draft : null;
  const { linked } = useFormers(id, item);
  const carried = useCarried(item, mail.key, linked);
  const own = useMemo<readonly MailThread[]>(() => {
    const placed = threads.flatMap((thread): MailThread[] =>
      thread.anchor.at === "mail" && thread.anchor.part === mail.key
        ? [{ ...thread, range: thread.anchor, place: lineWords(body.lines, thread.anchor) }]
        : [],
    );
    const earlier = carried.map(
      (thread): MailThread => ({
        ...thread,
        place: thread.range === null ? "" : lineWords(body.lines, thread.range),
      }),
    );
    // What has lost its place comes last.
    const startOf = ({ range }: MailThread) => range?.start ?? Number.POSITIVE_INFINITY;
    return [...placed, ...earlier].sort((a, b) => startOf(a) - startOf(b) || a.number - b.number);
  }, [threads, carried, mail.key, body]);
  const marks = useMemo<readonly Mark[]>(
    () => [
      ...own.flatMap(({ id: thread, number, range, resolved }): Mark[] =>
        range === null
          ? []
          : [
              {
                kind: "thread",
                id: thread,
                number,
                start: range.start,
                end: range.end,
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
  const active = own.find((thread) => thread.id === openId)?.range ?? null;
  const [former] = linked;
  return (
    <>
      <section className={s.mail} aria-label="Mail">
        <MailHead head={mail.head} />
        <FormerLine id={id} item={item} />
        {former !== undefined && <PartChoice part={part} version={former.version} />}
        {body.problems.length > 0 && (
          <ul className={s.problems} aria-label="What is broken in this mail">
            {body.problems.map(({ line, sentence }) => (
              <li key={`${line} ${sentence}`}>
                <span className={s.mono}>line {line}</span> {sentence}
              </li>
            ))}
          </ul>
        )}
        {former !== undefined && part === "changes" ? (
          <Changes mails={mails} mail={mail} former={former} />
        ) : (
          <MailText
            body={body}
            marks={marks}
            canComment={canComment}
            onSelect={onSelect}
            onComment={onComment}
            onOpenThread={openThread}
            at={active?.start ?? null}
          />
        )}
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

function PartChoice({ part, version }: { part: Part; version: number }) {
  const choice = (one: Part, words: string) => (
    <button
      type="button"
      aria-pressed={one === part}
      onClick={() => changeView({ part: one === "mail" ? null : one })}
    >
      {words}
    </button>
  );
  return (
    <fieldset className={c.parts} aria-label="What of the mail is shown">
      {choice("mail", "Mail")}
      {choice("changes", `Changes since v${version}`)}
    </fieldset>
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
