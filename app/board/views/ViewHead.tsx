import Lock from "lucide-react/icons/lock";
import X from "lucide-react/icons/x";
import { type ReactNode, useContext } from "react";
import { Chip } from "../../ui/Chip";
import { type Glyph, Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { Mark } from "../../ui/Mark";
import { People } from "../bar/People";
import { LockedContext, useTitle } from "../session";
import { closeView } from "./view";
import s from "./views.module.css";

/** Where this is, what it is, what can be done with it, and the way back to the board. */
export function ViewHead(props: { glyph: Glyph; name: string; chips?: ReactNode; children?: ReactNode }) {
  const { glyph, name, chips, children } = props;
  const title = useTitle();
  const isLocked = useContext(LockedContext);
  return (
    <header className={s.head}>
      <nav className={s.crumb} aria-label="Where this is">
        <a href="/" aria-label="All boards" title="All boards" className="rounded-field">
          <Mark />
        </a>
        <span aria-hidden className={s.slash}>
          /
        </span>
        <button type="button" className={s.board} onClick={closeView}>
          {title || "Untitled board"}
        </button>
        <span aria-hidden className={s.slash}>
          /
        </span>
      </nav>
      <h1 className={s.name}>
        <Icon glyph={glyph} />
        <span>{name}</span>
      </h1>
      {isLocked && (
        <Chip
          glyph={Lock}
          title="Nothing of it can be changed until it is unlocked, on the board: Ctrl Shift L"
        >
          locked
        </Chip>
      )}
      <span className={s.chips}>{chips}</span>
      <span className={s.space} />
      <People />
      {children}
      <IconButton glyph={X} name="Back to the board" hint="Escape" side="bottom-end" onClick={closeView} />
    </header>
  );
}
