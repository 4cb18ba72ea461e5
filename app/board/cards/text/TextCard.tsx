import { type ItemId, MAX_TEXT_LENGTH, type TextJson, type TextSize } from "@carveout/model";
import { COLOUR_TOKENS, TEXT_PIXELS } from "../../drawn/looks";
import { WrittenText } from "../WrittenText";
import s from "./text.module.css";

export function TextCard({ id, item }: { id: ItemId; item: TextJson }) {
  const { size = "medium", colour = "ink" } = item.fields as {
    size?: TextSize;
    colour?: keyof typeof COLOUR_TOKENS;
  };
  return (
    <article
      className={s.text}
      aria-label="Text"
      style={{ fontSize: TEXT_PIXELS[size], color: `var(--${COLOUR_TOKENS[colour]})` }}
    >
      <WrittenText id={id} text={item.text} label="Text" maxLength={MAX_TEXT_LENGTH} />
    </article>
  );
}
