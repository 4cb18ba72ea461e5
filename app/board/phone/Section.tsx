import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";
import { type Glyph, Icon } from "../../ui/Icon";
import s from "./phone.module.css";

/** A group of the outline: a head that may open something, and rows. */
export function Section(props: {
  glyph: Glyph;
  title: string;
  kind?: string;
  chips?: ReactNode;
  onOpen?: () => void;
  children?: ReactNode;
}) {
  const { glyph, title, kind, chips, onOpen, children } = props;
  const head = (
    <>
      <Icon glyph={glyph} size={20} />
      <b>{title}</b>
      {kind !== undefined && <small>{kind}</small>}
      <span className={s.space} />
      {chips}
      {onOpen !== undefined && <Icon glyph={ChevronRight} size={18} />}
    </>
  );
  return (
    <section className={s.section} aria-label={kind === undefined ? title : `${title}, ${kind}`}>
      {onOpen === undefined ? (
        <div className={s.sectionHead}>{head}</div>
      ) : (
        <button type="button" className={s.sectionHead} onClick={onOpen}>
          {head}
        </button>
      )}
      {children}
    </section>
  );
}
