import { checkReply, emlOf } from "@carveout/formats/mail";
import { type ItemId, mailsOf, type ProposalJson } from "@carveout/model";
import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import Download from "lucide-react/icons/download";
import Eye from "lucide-react/icons/eye";
import Pencil from "lucide-react/icons/pencil";
import Reply from "lucide-react/icons/reply";
import { useEffect, useMemo, useState } from "react";
import { Button } from "../../../ui/Button";
import { Chip } from "../../../ui/Chip";
import { saveFile } from "../../../ui/download";
import { isTyping, keyName } from "../../../ui/key";
import { TextButton } from "../../../ui/TextButton";
import { useItem, useSession } from "../../session";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import { openView, type View } from "../view";
import { keepEdited, readEdited } from "./edited";
import { Parts } from "./Parts";
import { ReplyText } from "./ReplyText";
import s from "./reply.module.css";
import { useReply } from "./use-reply";

/** The reply to a mail of a proposal: what goes in, how it reads, and the ways to take it along. */
export function ReplyView({ view }: { view: View }) {
  const id = view.params.get("item") ?? "";
  const item = useItem(id);
  const wanted = view.params.get("mail");
  const mails = item?.kind === "proposal" ? mailsOf(item) : [];
  const mail = mails.find(({ key }) => key === wanted) ?? mails[0];
  if (item?.kind !== "proposal" || mail === undefined)
    return (
      <>
        <ViewHead glyph={Reply} name="Reply" />
        <ItemGone kind="proposal" />
      </>
    );
  return <ReplyTo key={mail.key} id={id} item={item} mail={mail} />;
}

function ReplyTo({
  id,
  item,
  mail,
}: {
  id: ItemId;
  item: ProposalJson;
  mail: ReturnType<typeof mailsOf>[number];
}) {
  const { board } = useSession();
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [edited, setEdited] = useState(() => readEdited(board, id, mail.key));
  const [isEditing, setEditing] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const [resolved, setResolved] = useState<ReadonlySet<string>>(new Set());
  // Resolved threads stay out unless somebody takes them in; the rest goes in unless somebody leaves it out.
  const left = useMemo(() => {
    const out = new Set<string>();
    for (const [part, isIn] of changed) if (!isIn) out.add(part);
    for (const part of resolved) if (changed.get(part) !== true) out.add(part);
    return out;
  }, [changed, resolved]);
  const { parts, reply } = useReply(id, item, mail, left);
  const resolvedNow = parts
    .filter((part) => part.isResolved)
    .map((part) => part.id)
    .join(" ");
  useEffect(() => setResolved(new Set(resolvedNow.split(" ").filter(Boolean))), [resolvedNow]);
  const text = edited?.text ?? reply.body;
  const check = useMemo(() => checkReply(text), [text]);
  const isBlocked = check.blocks.length > 0;
  const write = (next: string) => {
    const mine = next === reply.body ? null : { text: next, of: edited?.of ?? reply.body };
    setEdited(mine);
    keepEdited(board, id, mail.key, mine);
  };
  const copy = async () => {
    if (isBlocked) return;
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  useCopyKey(() => void copy());
  const passages = parts.filter((part) => !left.has(part.id)).length;
  return (
    <>
      <ViewHead
        glyph={Reply}
        name={`Reply to ${mail.head.subject || "this mail"}`}
        chips={
          check.long.length === 0 ? (
            <span className="max-sm:hidden">
              <Chip tone="ok" glyph={Check}>
                72 columns
              </Chip>
            </span>
          ) : (
            <Chip tone="warn">{check.long.length} long lines</Chip>
          )
        }
      >
        <Button onClick={() => openView({ name: "proposal", item: id, mail: mail.key })}>To the mail</Button>
      </ViewHead>
      <div className={s.view}>
        <section className={s.main} aria-label="Reply">
          <dl className={s.head}>
            {reply.headers.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd title={value}>{value}</dd>
              </div>
            ))}
          </dl>
          <div className={s.bar}>
            <Button
              glyph={isEditing ? Eye : Pencil}
              disabled={text === ""}
              aria-pressed={isEditing}
              onClick={() => setEditing(!isEditing)}
            >
              {isEditing ? "Preview" : "Edit"}
            </Button>
            {edited !== null && (
              <span className={s.edited}>
                {edited.of === reply.body
                  ? "Edited, kept here."
                  : "Edited, kept here. The remarks have changed since."}{" "}
                <TextButton
                  onClick={() => {
                    setEdited(null);
                    keepEdited(board, id, mail.key, null);
                  }}
                >
                  Start again from the remarks
                </TextButton>
              </span>
            )}
          </div>
          {text === "" ? (
            <p className={s.empty}>{reply.problems[0]}</p>
          ) : isEditing ? (
            <textarea
              className={s.paper}
              aria-label="Text of the reply"
              spellCheck
              value={text}
              onChange={(event) => write(event.target.value)}
            />
          ) : (
            <ReplyText text={text} long={check.long} />
          )}
        </section>
        <aside className={s.side} aria-label="What goes in">
          <Parts
            parts={parts}
            isIn={(part) => !left.has(part)}
            onChange={(part, isIn) => setChanged(new Map(changed).set(part, isIn))}
          />
          <p className={s.count}>
            {passages === 1 ? "1 part goes in." : `${passages} parts go in.`} Verdicts on the proposal stand
            at the end.
          </p>
          {text !== "" && (
            <ul className={s.problems} aria-label="Before it is sent">
              {check.blocks.map((sentence) => (
                <li key={sentence} data-tone="err">
                  {sentence}
                </li>
              ))}
              {[...check.warnings, ...reply.problems].map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </aside>
      </div>
      <footer className={s.foot}>
        <span>Nothing is sent from here.</span>
        <span className={s.space} />
        <Button
          glyph={Download}
          disabled={isBlocked}
          onClick={() => saveFile("reply.eml", "message/rfc822", emlOf(reply.headers, text))}
        >
          .eml
        </Button>
        <Button
          look="primary"
          glyph={isCopied ? Check : Copy}
          hint="Y"
          disabled={isBlocked}
          onClick={() => void copy()}
        >
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </footer>
    </>
  );
}

function useCopyKey(copy: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A checkbox, where the focus is after choosing what goes in, has no use for letters.
      const isChoosing = event.target instanceof HTMLInputElement && event.target.type === "checkbox";
      const isText = isTyping(event.target) && !isChoosing;
      if (keyName(event) !== "y" || event.defaultPrevented || isText) return;
      event.preventDefault();
      copy();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [copy]);
}
