import { type ReactNode, useEffect, useMemo, useState } from "react";
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

/** What stands beneath a modal dialog or a view is out of reach of assistive technology: a region is where the person is when it speaks. */
function Heard({ of, children }: { of: unknown; children: ReactNode }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew with each message
  const place = useMemo(() => [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body, [of]);
  return createPortal(children, place);
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
