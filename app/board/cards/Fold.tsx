import ChevronRight from "lucide-react/icons/chevron-right";
import { type ReactNode, useState } from "react";
import { Icon } from "../../ui/Icon";
import s from "./cards.module.css";

/** A part of a card that is folded away until asked for. */
export function Fold(props: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  const [isOpen, setOpen] = useState(props.open ?? false);
  return (
    <div className={s.fold}>
      <button type="button" className={s.foldHead} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon glyph={ChevronRight} size={14} className={s.foldMark} />
        {props.summary}
      </button>
      {isOpen && props.children}
    </div>
  );
}
