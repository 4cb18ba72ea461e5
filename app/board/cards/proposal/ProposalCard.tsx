import { readSubject } from "@carveout/formats/mail";
import { type ItemId, mailsOf, type ProposalJson } from "@carveout/model";
import Mail from "lucide-react/icons/mail";
import Maximize2 from "lucide-react/icons/maximize-2";
import { Chip } from "../../../ui/Chip";
import { Icon } from "../../../ui/Icon";
import { TextButton } from "../../../ui/TextButton";
import { useProposalTalk } from "../../proposals/talk";
import { FormerLine } from "../../proposals/versions/FormerLine";
import { openView } from "../../views/view";
import { CardFrame } from "../CardFrame";
import { ModelledBy } from "./ModelledBy";
import s from "./proposal.module.css";

/** Most mails that a card lists; the view has all of them. */
const MOST_MAILS = 6;

/** A proposal as it lies on the board: what it proposes, who wrote it, what has been said, and what models it. */
export function ProposalCard({ id, item }: { id: ItemId; item: ProposalJson }) {
  const mails = mailsOf(item);
  const [first] = mails;
  const subject = readSubject(first?.head.subject ?? "");
  const patches = mails.filter(({ head }) => !readSubject(head.subject).isReply);
  const listed = patches.filter(({ head }) => readSubject(head.subject).index !== 0).slice(0, MOST_MAILS);
  const replies = mails.length - patches.length;
  const { open, resolved, verdicts } = useProposalTalk(id);
  const view = () => openView({ name: "proposal", item: id });
  return (
    <CardFrame
      id={id}
      item={item}
      kind="proposal"
      mark={<Icon glyph={Mail} size={14} />}
      chips={
        <>
          {subject.isRfc && <Chip>RFC</Chip>}
          {subject.isPatch && <Chip>v{subject.version}</Chip>}
        </>
      }
      menu={[{ label: "Open", glyph: Maximize2, hint: "Enter", onSelect: view }]}
      foot={
        <>
          <span>
            {open === 1 ? "1 open thread" : `${open} open threads`}
            {resolved > 0 && `, ${resolved} resolved`}
          </span>
          <span className={s.space} />
          <TextButton onClick={view}>Open</TextButton>
        </>
      }
    >
      <dl className={s.facts}>
        <Fact name="From" value={first?.head.from?.name || first?.head.from?.address || "not in the text"} />
        {first?.head.date && <Fact name="Date" value={dayOf(first.head)} />}
        {first?.head.list && <Fact name="List" value={first.head.list} />}
      </dl>
      {patches.length > 1 && listed.length > 0 && (
        <ol className={s.mails}>
          {listed.map(({ key, head }) => (
            <MailLine key={key} subject={head.subject} />
          ))}
        </ol>
      )}
      <p className={s.more}>
        {restWords(patches.length - listed.length - (subject.index === 0 ? 1 : 0), replies)}
      </p>
      {verdicts.length > 0 && (
        <ul className={s.verdicts}>
          {verdicts.map(({ tag, name }) => (
            <li key={tag + name} data-tag={tag}>
              {tag}: {name}
            </li>
          ))}
        </ul>
      )}
      <FormerLine id={id} item={item} />
      <ModelledBy id={id} item={item} />
    </CardFrame>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </>
  );
}

function MailLine({ subject }: { subject: string }) {
  const { index, count, title } = readSubject(subject);
  return (
    <li title={subject}>
      <span className={s.place}>{index === null ? "" : `${index}/${count}`}</span>
      {title || "Text without a subject"}
    </li>
  );
}

function restWords(patches: number, replies: number): string {
  const parts = [
    patches > 0 ? (patches === 1 ? "1 more mail" : `${patches} more mails`) : "",
    replies > 0 ? (replies === 1 ? "1 reply" : `${replies} replies`) : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** The day as everybody reads it alike, in UTC; as written where it can't be read. */
function dayOf({ date, time }: { date: string | null; time: number | null }): string {
  if (time === null) return date ?? "";
  return new Date(time).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}
