import { useEffect, useState } from "react";
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
    <div className="sr-only" role="alert">
      {notice && `${notice.headline}. ${notice.detail} `}
      {refusal && `${refusal.headline} ${refusal.detail}`}
      {words && ` ${words.headline}. ${words.detail}`}
    </div>
  );
}

function News() {
  const session = useSession();
  const [sentence, setSentence] = useState("");
  useEffect(() => newsOf(session, setSentence), [session]);
  return (
    <div className="sr-only" role="status">
      {sentence}
    </div>
  );
}
