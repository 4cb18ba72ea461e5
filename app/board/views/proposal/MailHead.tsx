import type { MailHeadJson, MailPerson } from "@carveout/model";
import s from "./proposal.module.css";

/** Who wrote the mail to whom, and where the archive has it. */
export function MailHead({ head }: { head: MailHeadJson }) {
  const { from, date, to, cc, list, messageId } = head;
  const others = [...to, ...cc].map(({ name, address }) => name || address);
  return (
    <dl className={s.head}>
      <dt>From</dt>
      <dd>{from === null ? "not in the text" : <Person person={from} />}</dd>
      <dt>Date</dt>
      <dd>{date ?? "not in the text"}</dd>
      {others.length > 0 && (
        <>
          <dt>To, Cc</dt>
          <dd title={others.join(", ")}>
            {others.slice(0, 4).join(", ")}
            {others.length > 4 && <span className={s.quiet}> +{others.length - 4}</span>}
          </dd>
        </>
      )}
      {list !== null && others.length === 0 && (
        <>
          <dt>List</dt>
          <dd>{list}</dd>
        </>
      )}
      <dt>Message-ID</dt>
      <dd className={s.mono}>
        {messageId === null ? (
          "not in the text: the reply can't be threaded"
        ) : (
          <a
            href={loreAddress(messageId)}
            target="_blank"
            rel="noopener noreferrer"
            title="Look for it on lore.kernel.org"
          >
            {messageId}
          </a>
        )}
      </dd>
    </dl>
  );
}

function Person({ person: { name, address } }: { person: MailPerson }) {
  return (
    <>
      {name} {address !== "" && <span className={s.mono}>&lt;{address}&gt;</span>}
    </>
  );
}

/** Where the kernel's archive has a mail. An id is anybody's text: only its characters go into the path. */
function loreAddress(messageId: string): string {
  return `https://lore.kernel.org/all/${encodeURIComponent(messageId).replaceAll("%40", "@")}/`;
}
