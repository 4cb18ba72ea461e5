import { type CommentJson, personName, REACTIONS, type Reaction } from "@carveout/model";
import CircleHelp from "lucide-react/icons/circle-help";
import Eye from "lucide-react/icons/eye";
import Heart from "lucide-react/icons/heart";
import History from "lucide-react/icons/history";
import Pencil from "lucide-react/icons/pencil";
import SmilePlus from "lucide-react/icons/smile-plus";
import Target from "lucide-react/icons/target";
import ThumbsDown from "lucide-react/icons/thumbs-down";
import ThumbsUp from "lucide-react/icons/thumbs-up";
import Trash2 from "lucide-react/icons/trash-2";
import { type ReactNode, useState } from "react";
import { Avatar } from "../../ui/Avatar";
import { type Glyph, Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { Markdown } from "../../ui/Markdown";
import { Menu } from "../../ui/Menu";
import { MenuButton } from "../../ui/MenuButton";
import { timeAgo } from "../../ui/time";
import { VerifiedMark } from "../../ui/VerifiedMark";
import { useCanComment, useIdentity, useSession } from "../session";
import { Composer } from "./Composer";
import s from "./comment.module.css";
import { parts } from "./mentions";
import { usePeopleSaid } from "./use-discussion";

/** One comment with all that can be done with it. */
export function CommentView({ thread, comment }: { thread: string; comment: CommentJson }) {
  const { commands } = useSession();
  const people = usePeopleSaid();
  const me = useIdentity()?.participant;
  const canComment = useCanComment();
  const [isEditing, setEditing] = useState(false);
  const [isHistory, setHistory] = useState(false);
  const name = personName(people, comment.by);
  const at = { thread, comment: comment.id };
  if (comment.deletedAt !== undefined)
    return (
      <CommentFrame name={name} colour={people[comment.by]?.colour ?? 1} at={comment.at}>
        <p className="t-micro text-ink-3">deleted by its author</p>
      </CommentFrame>
    );
  const isMine = comment.by === me && canComment;
  const menu = [
    ...(comment.earlier === undefined
      ? []
      : [
          {
            label: isHistory ? "Hide earlier wordings" : "Earlier wordings",
            glyph: History,
            onSelect: () => setHistory(!isHistory),
          },
        ]),
    ...(isMine
      ? [
          { label: "Edit", glyph: Pencil, onSelect: () => setEditing(true) },
          { label: "Delete", glyph: Trash2, onSelect: () => void commands.send("comment.delete", at) },
        ]
      : []),
  ];
  return (
    <CommentFrame
      name={name}
      isVerified={people[comment.by]?.verified}
      colour={people[comment.by]?.colour ?? 1}
      at={comment.at}
      edited={comment.editedAt}
      actions={
        <>
          {canComment && <ReactionMenu thread={thread} comment={comment} />}
          {menu.length > 0 && <MenuButton label={`Menu of ${name}'s comment`} items={menu} />}
        </>
      }
    >
      {isEditing ? (
        <Composer
          draft={`edit-${comment.id}`}
          initial={comment.text}
          label="Edit the comment"
          action="Save"
          hasFocus
          onCancel={() => setEditing(false)}
          onSend={(text, mentions) => {
            setEditing(false);
            return commands.send("comment.edit", { ...at, text, mentions });
          }}
        />
      ) : (
        <Words comment={comment} />
      )}
      {isHistory && (
        <ol className={s.earlier} aria-label="Earlier wordings">
          {comment.earlier?.map(({ at: writtenAt, text }) => (
            <li key={writtenAt}>
              <span className="t-micro text-ink-3">{timeAgo(new Date(writtenAt), new Date())}</span>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      )}
      <Reactions thread={thread} comment={comment} />
    </CommentFrame>
  );
}

/** Who and when above, what below. */
export function CommentFrame(props: {
  name: string;
  isVerified?: boolean;
  colour: number;
  /** Milliseconds since 1970, or what stands instead. */
  at: number | string;
  edited?: number;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { name, isVerified, colour, at, edited, actions, children } = props;
  return (
    <article className={s.comment}>
      <Avatar name={name} colour={colour} />
      <div className={s.commentBody}>
        <header>
          <b>{name}</b>
          {isVerified && <VerifiedMark />}
          {typeof at === "string" ? (
            <span className="t-micro text-ink-3">{at}</span>
          ) : (
            <time
              className="t-micro text-ink-3"
              dateTime={new Date(at).toISOString()}
              title={new Date(at).toLocaleString()}
            >
              {timeAgo(new Date(at), new Date())}
            </time>
          )}
          {edited !== undefined && (
            <span className="t-micro text-ink-3" title={new Date(edited).toLocaleString()}>
              edited
            </span>
          )}
          <span className={s.actions}>{actions}</span>
        </header>
        {children}
      </div>
    </article>
  );
}

/** The text, with the people that are called in it. */
function Words({ comment }: { comment: CommentJson }) {
  const people = usePeopleSaid();
  const me = useIdentity()?.participant;
  const called = (comment.mentions ?? []).map((id) => ({
    id,
    name: personName(people, id),
    colour: people[id]?.colour ?? 1,
  }));
  if (called.length === 0) return <Markdown text={comment.text} />;
  return (
    <Markdown
      text={comment.text}
      plain={(words) =>
        parts(words, called).map(({ text, person, at }) =>
          person === null ? (
            text
          ) : (
            <b key={at} className={s.mention} data-me={person.id === me || undefined}>
              {text}
            </b>
          ),
        )
      }
    />
  );
}

function ReactionMenu({ thread, comment }: { thread: string; comment: CommentJson }) {
  const { commands } = useSession();
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const me = useIdentity()?.participant ?? "";
  return (
    <>
      <IconButton
        glyph={SmilePlus}
        name="React"
        size={14}
        side="bottom-end"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 4 });
        }}
      />
      {at !== null && (
        <Menu
          label="Reactions"
          at={at}
          onClose={() => setAt(null)}
          items={REACTIONS.map((reaction) => {
            const on = !comment.reactions?.[reaction]?.includes(me);
            return {
              label: REACTION_LOOKS[reaction].words,
              glyph: REACTION_LOOKS[reaction].glyph,
              checked: !on,
              onSelect: () =>
                void commands.send("comment.react", { thread, comment: comment.id, reaction, on }),
            };
          })}
        />
      )}
    </>
  );
}

/** What each means, and the icon that stands for it: not every system can draw the signs themselves. */
const REACTION_LOOKS: Readonly<Record<Reaction, { words: string; glyph: Glyph }>> = {
  "👍": { words: "Agreed", glyph: ThumbsUp },
  "👎": { words: "Disagreed", glyph: ThumbsDown },
  "👀": { words: "Looking into it", glyph: Eye },
  "🎯": { words: "To the point", glyph: Target },
  "🤔": { words: "Not sure", glyph: CircleHelp },
  "❤️": { words: "Thanks", glyph: Heart },
};

function Reactions({ thread, comment }: { thread: string; comment: CommentJson }) {
  const { commands } = useSession();
  const people = usePeopleSaid();
  const me = useIdentity()?.participant ?? "";
  const canComment = useCanComment();
  const given = REACTIONS.filter((reaction) => (comment.reactions?.[reaction]?.length ?? 0) > 0);
  if (given.length === 0) return null;
  return (
    <ul className={s.reactions} aria-label="Reactions">
      {given.map((reaction) => {
        const by = comment.reactions?.[reaction] ?? [];
        const isMine = by.includes(me);
        const { words, glyph } = REACTION_LOOKS[reaction];
        const names = by.map((id) => personName(people, id)).join(", ");
        return (
          <li key={reaction}>
            <button
              type="button"
              disabled={!canComment}
              aria-pressed={isMine}
              title={`${words}: ${names}`}
              aria-label={`${words}, ${by.length}: ${names}`}
              onClick={() =>
                void commands.send("comment.react", { thread, comment: comment.id, reaction, on: !isMine })
              }
            >
              <Icon glyph={glyph} size={12} /> {by.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
