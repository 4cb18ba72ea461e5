import ChevronLeft from "lucide-react/icons/chevron-left";
import Share2 from "lucide-react/icons/share-2";
import { type KeyboardEvent, Suspense, useState } from "react";
import { Avatar } from "../../ui/Avatar";
import { Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { late } from "../../ui/late";
import { SavedMark } from "../bar/SavedMark";
import { usePeople, useTitle } from "../session";
import UnreadCount from "../threads/UnreadCount";
import { othersOf } from "../together/others";
import s from "./phone.module.css";

const RefusedMark = late(() => import("../bar/RefusedMark"));
const RefusalsDialog = late(() => import("../messages/RefusalsDialog"));
const YouDialog = late(() => import("../dialogs/YouDialog"));
const ShareDialog = late(() => import("../share/ShareDialog"));

export const PHONE_TABS = ["Outline", "Results", "Threads", "Canvas"] as const;
export type PhoneTab = (typeof PHONE_TABS)[number];

/** Faces beyond this become a number: the title needs the room. */
const SHOWN = 2;

export function PhoneHead(props: { tab: PhoneTab; onTab: (tab: PhoneTab) => void; panelId: string }) {
  const { tab, onTab, panelId } = props;
  const title = useTitle();
  const [open, setOpen] = useState<"you" | "refusals" | null>(null);
  const move = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = PHONE_TABS[(PHONE_TABS.indexOf(tab) + step + PHONE_TABS.length) % PHONE_TABS.length];
    if (next === undefined) return;
    onTab(next);
    const sibling =
      step > 0 ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
    if (sibling instanceof HTMLElement) sibling.focus();
  };
  return (
    <header className={s.top}>
      <div className={s.bar}>
        <a href="/" className={s.back} aria-label="All boards">
          <Icon glyph={ChevronLeft} size={22} />
        </a>
        <h1>{title || "Untitled board"}</h1>
        <SavedMark />
        <Suspense>
          <RefusedMark onOpen={() => setOpen("refusals")} />
        </Suspense>
        <Faces onYou={() => setOpen("you")} />
        <ShareButton />
      </div>
      <Suspense>
        {open === "refusals" && <RefusalsDialog onClose={() => setOpen(null)} />}
        {open === "you" && <YouDialog onClose={() => setOpen(null)} />}
      </Suspense>
      <div className={s.tabs} role="tablist">
        {PHONE_TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls={panelId}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => onTab(name)}
            onKeyDown={move}
          >
            {name}
            {name === "Threads" && <UnreadCount />}
          </button>
        ))}
      </div>
    </header>
  );
}

function ShareButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton glyph={Share2} name="Share" side="bottom-end" onClick={() => setOpen(true)} />
      {isOpen && (
        <Suspense>
          <ShareDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function Faces({ onYou }: { onYou: () => void }) {
  const people = usePeople();
  const me = people.find(({ isMe }) => isMe);
  const others = othersOf(people);
  const hidden = others.slice(SHOWN);
  return (
    <ul className={s.faces} aria-label="People here">
      {others.slice(0, SHOWN).map((person) => (
        <li key={person.id}>
          <Avatar name={person.name} colour={person.colour} isVerified={person.isVerified} />
        </li>
      ))}
      {hidden.length > 0 && (
        <li className={s.more} title={hidden.map((person) => person.name).join(", ")}>
          +{hidden.length}
        </li>
      )}
      {me && (
        <li>
          <button type="button" className={s.you} onClick={onYou}>
            <Avatar name={me.name} colour={me.colour} isVerified={me.isVerified} isMe />
          </button>
        </li>
      )}
    </ul>
  );
}
