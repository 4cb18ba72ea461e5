import {
  MAX_VERDICT_NOTE,
  VERDICT_TAGS,
  type VerdictTag,
  type VerdictTarget,
  verdictKey,
} from "@carveout/model";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { itemName } from "../cards/item-name";
import { useIdentity, useItem, usePlan, useSession, useSignal } from "../session";
import { discussionOf } from "../threads/discussion";
import { judge, judged } from "./judge";
import { rememberedMail, rememberMail } from "./own-mail";
import { useCurrentRun } from "./use-verdicts";
import s from "./verdicts.module.css";

const TAG_WORDS: Readonly<Record<VerdictTag, string>> = {
  "Acked-by": "The direction is right",
  "Reviewed-by": "Read, and found correct",
  "Tested-by": "Tried, and it does what it says",
  "Nacked-by": "Must not go in like this",
  Question: "Something has to be answered first",
};
const TAG_KEYS: Readonly<Record<string, VerdictTag>> = {
  a: "Acked-by",
  r: "Reviewed-by",
  t: "Tested-by",
  n: "Nacked-by",
  q: "Question",
};

/** The verdict that is being given, if one is. */
export default function VerdictDialog() {
  const target = useSignal(judged);
  if (target === null) return null;
  // On the page itself: a view that lies over the board leaves everything in the board out of reach.
  return createPortal(
    <Form key={`${target.item} ${target.variant}`} target={target} onClose={() => judged.set(null)} />,
    document.body,
  );
}

function Form({ target, onClose }: { target: VerdictTarget; onClose: () => void }) {
  const session = useSession();
  const item = useItem(target.item);
  const { columns } = usePlan(target.item);
  const me = useIdentity()?.participant ?? "";
  const isExperiment = item?.kind === "experiment";
  const variant = target.variant ?? (isExperiment ? columns[0]?.variant : undefined);
  const about = variant === undefined ? { item: target.item } : { item: target.item, variant };
  const own = useSignal(discussionOf(session).verdicts)[verdictKey(about, me)];
  const run = useCurrentRun(about);
  const [tag, setTag] = useState<VerdictTag>(own?.tag ?? "Acked-by");
  const [note, setNote] = useState(own?.note ?? "");
  const [mail, setMail] = useState(own?.mail ?? rememberedMail());
  const isMail = mail === "" || /^[^\s<>@"(),:;]+@[^\s<>@"(),:;]+$/.test(mail);
  const isGone = item === undefined || item.kind === "connector";
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  if (isGone) return null;
  const give = () => {
    rememberMail(mail);
    void session.commands.send("verdict.give", {
      target: about,
      tag,
      run,
      ...(note.trim() === "" ? {} : { note: note.trim() }),
      ...(mail === "" ? {} : { mail }),
    });
    onClose();
  };
  return (
    <Dialog title={`Verdict on ${itemName(item)}`} width={440} onClose={onClose}>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isMail) give();
        }}
        onKeyDown={(event) => {
          const chosen = TAG_KEYS[event.key];
          if (chosen === undefined || event.target instanceof HTMLInputElement === false) return;
          if (event.target.type === "radio" && !event.ctrlKey && !event.metaKey) setTag(chosen);
        }}
      >
        {isExperiment && (
          <label className={s.line}>
            Variant
            <select
              value={variant ?? ""}
              onChange={(event) => judge({ item: target.item, variant: event.target.value })}
            >
              {columns.map((column) => (
                <option key={column.variant} value={column.variant}>
                  {column.letter}, {column.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <fieldset>
          <legend className="sr-only">Verdict</legend>
          {VERDICT_TAGS.map((each) => (
            <label key={each} className={s.tag}>
              <input
                type="radio"
                name="tag"
                data-first-focus={each === tag || undefined}
                checked={each === tag}
                onChange={() => setTag(each)}
              />
              <code>{each}</code>
              <span>{TAG_WORDS[each]}</span>
              <kbd>{each.charAt(0)}</kbd>
            </label>
          ))}
        </fieldset>
        <label className={s.line}>
          In a few words, if need be
          <input
            value={note}
            maxLength={MAX_VERDICT_NOTE}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <label className={s.line}>
          Your mail address for the trailer, if you want one there
          <input
            type="email"
            value={mail}
            maxLength={120}
            aria-invalid={!isMail}
            placeholder="name only"
            onChange={(event) => setMail(event.target.value.trim())}
          />
        </label>
        <p className={s.bound}>
          {run === ""
            ? "No run is looked at."
            : `Given for run ${run.slice(0, 8)}. A later input marks it as given for an earlier state.`}
        </p>
        <div className={s.buttons}>
          {own && (
            <Button
              look="ghost"
              onClick={() => {
                void session.commands.send("verdict.withdraw", { target: about });
                onClose();
              }}
            >
              Withdraw
            </Button>
          )}
          <span />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!isMail}>
            {own ? "Change" : "Give"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
