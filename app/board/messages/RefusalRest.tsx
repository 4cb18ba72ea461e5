import type { ShownRefusal } from "../session";
import { CopyButton } from "./CopyButton";
import { refusalText } from "./refusal-text";

/** What a refusal says at its field after the headline: what was restored, by which rule. */
export default function RefusalRest({ refusal }: { refusal: ShownRefusal }) {
  return (
    <>
      {refusal.detail} <span className="text-ink-3">{refusal.rule}</span>{" "}
      <CopyButton text={refusalText(refusal)}>Copy</CopyButton>
    </>
  );
}
