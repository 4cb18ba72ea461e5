import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useRefusals, useSession, useSignal } from "../session";
import { newsOf } from "./news";
import { skippedWords } from "./skipped-words";

/** Assistive technology hears own refusals at once, and what the others do as one sentence per two seconds. */
export function LiveRegions() {
  return (
    <>
      <OwnRefusals />
      <News />
    </>
  );
}

function OwnRefusals() {
  const refusal = useRefusals().at(-1);
  const session = useSession();
  const skipped = useSignal(session.history.skipped);
  const words = skipped && skippedWords(skipped);
  const notice = useSignal(session.notice);
  return (
    <Heard of={refusal ?? skipped ?? notice}>
      <div className="sr-only" role="alert">
        {notice && `${notice.headline}. ${notice.detail} `}
        {refusal && `${refusal.headline} ${refusal.detail}`}
        {words && ` ${words.headline}. ${words.detail}`}
      </div>
    </Heard>
  );
}

/** Beneath a modal dialog nothing is heard: then the region speaks from inside the topmost one, unless a view over the board does already. */
function Heard({ of, children }: { of: unknown; children: ReactNode }) {
  const here = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew with each message
  const dialog = useMemo(() => topmostDialog(here.current), [of]);
  return <span ref={here}>{dialog === null ? children : createPortal(children, dialog)}</span>;
}

function topmostDialog(from: Element | null): Element | null {
  return from?.closest("[inert]") ? null : ([...document.querySelectorAll("dialog:modal")].at(-1) ?? null);
}

function News() {
  const session = useSession();
  const [sentence, setSentence] = useState("");
  useEffect(() => newsOf(session, setSentence), [session]);
  return (
    <Heard of={sentence}>
      <div className="sr-only" role="status">
        {sentence}
      </div>
    </Heard>
  );
}
