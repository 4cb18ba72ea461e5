import { MAX_COMMENT_LENGTH } from "@carveout/model";
import {
  type ComponentProps,
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { useSession } from "../session";
import s from "./composer.module.css";
import { draftsOf } from "./drafts";
import { type Callable, fitting, mentionsIn, startedMention } from "./mentions";
import { useCallable } from "./use-discussion";

interface ComposerProps {
  /** Under this name the text is kept until it is sent. */
  draft: string;
  /** Where there is no draft. */
  initial?: string;
  label: string;
  action: string;
  /** True once it is done: the draft is forgotten then. */
  onSend: (text: string, mentions: string[]) => Promise<boolean>;
  onCancel?: () => void;
  hasFocus?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

const SHOWN_PEOPLE = 6;

/** A comment being written: grows with its text, completes names behind an @, is kept in the browser until it is sent. */
export function Composer(props: ComposerProps) {
  const { draft, initial = "", label, action, onSend, onCancel, hasFocus = false, ref } = props;
  const drafts = draftsOf(useSession().board);
  const [text, setText] = useState(() => drafts.text(draft) || initial);
  const mention = useMention(text, write);
  const listId = useId();
  const isEmpty = text.trim() === "";

  function write(next: string) {
    setText(next);
    drafts.keep(draft, next === initial ? "" : next);
  }

  async function send() {
    if (isEmpty) return;
    const sent = text;
    // Shown as on its way at once, and it waits there while offline: the field is free for the next one.
    write("");
    if (!(await onSend(sent.trim(), mention.inText(sent)))) drafts.keep(draft, sent);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    event.stopPropagation();
    if (mention.onKey(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (onCancel) onCancel();
      else leave(event.currentTarget);
    }
  }

  return (
    <form
      className={s.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={s.field}>
        <Growing
          ref={ref}
          innerRef={mention.field}
          aria-label={label}
          placeholder={`${label}, @ to mention`}
          aria-autocomplete="list"
          aria-controls={mention.people.length > 0 ? listId : undefined}
          aria-activedescendant={mention.people.length > 0 ? `${listId}-${mention.chosen}` : undefined}
          autoFocus={hasFocus}
          maxLength={MAX_COMMENT_LENGTH}
          value={text}
          onChange={(event) => {
            write(event.target.value);
            mention.look(event.target);
          }}
          onSelect={(event) => mention.look(event.currentTarget)}
          onBlur={mention.close}
          onKeyDown={onKeyDown}
        />
        {mention.people.length > 0 && (
          <div id={listId} role="listbox" aria-label="People" className={s.people}>
            {mention.people.map((person, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen one
              <div
                key={person.id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === mention.chosen}
                onPointerDown={(event) => {
                  event.preventDefault();
                  mention.choose(person);
                }}
              >
                <Avatar name={person.name} colour={person.colour} small />
                {person.name}
              </div>
            ))}
          </div>
        )}
      </div>
      <div className={s.composerFoot}>
        <span className="t-micro text-ink-3">
          {text !== "" && text !== initial ? "draft, kept here" : "Markdown"}
        </span>
        {onCancel && (
          <Button look="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" look="primary" hint="Ctrl Enter" disabled={isEmpty}>
          {action}
        </Button>
      </div>
    </form>
  );
}

/** Out one level: to the thread, whose keys count then. */
function leave(field: HTMLTextAreaElement): void {
  const thread = field.closest<HTMLElement>("[tabindex]");
  if (thread === null) field.blur();
  else thread.focus({ preventScroll: true });
}

/** The people that fit what is being typed behind an @. */
function useMention(text: string, write: (text: string) => void) {
  const callable = useCallable();
  const field = useRef<HTMLTextAreaElement>(null);
  const [started, setStarted] = useState<{ from: number; query: string } | null>(null);
  const [chosen, setChosen] = useState(0);
  const people = started === null ? [] : fitting(callable, started.query).slice(0, SHOWN_PEOPLE);
  const at = Math.min(chosen, people.length - 1);
  const close = () => setStarted(null);
  const choose = (person: Callable) => {
    if (started === null) return;
    const before = `${text.slice(0, started.from)}@${person.name} `;
    write(before + text.slice(started.from + 1 + started.query.length).replace(/^ /, ""));
    close();
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length));
  };
  return {
    field,
    people,
    chosen: at,
    close,
    choose,
    inText: (sent: string) => mentionsIn(sent, callable),
    look({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) {
      const next = selectionStart === selectionEnd ? startedMention(value, selectionStart) : null;
      if (next?.query !== started?.query || next?.from !== started?.from) setChosen(0);
      setStarted(next);
    },
    /** True if the key was for the list. */
    onKey(event: KeyboardEvent): boolean {
      const person = people[at];
      if (person === undefined) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setChosen((at + step + people.length) % people.length);
      else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab")
        choose(person);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

type GrowingProps = ComponentProps<"textarea"> & {
  innerRef: RefObject<HTMLTextAreaElement | null>;
};

/** As high as its text, up to the height the style allows. */
function Growing({ ref, innerRef, value, ...rest }: GrowingProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another height
  useLayoutEffect(() => {
    const field = innerRef.current;
    if (field === null) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [innerRef, value]);
  return (
    <textarea
      ref={(element) => {
        innerRef.current = element;
        if (typeof ref === "function") ref(element);
        else if (ref) ref.current = element;
      }}
      rows={1}
      value={value}
      {...rest}
    />
  );
}
