import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from "react";
import { type Glyph, Icon } from "./Icon";

export interface MenuItem {
  label: string;
  /** A second line in small. */
  detail?: string;
  glyph?: Glyph;
  hint?: string;
  disabled?: boolean;
  checked?: boolean;
  onSelect: () => void;
}

/** Items under a heading of their own. */
export interface MenuGroup {
  title: string;
  /** A second line in small. */
  detail: string;
  items: readonly MenuItem[];
}

interface MenuProps {
  label: string;
  /** Top left corner in the window; it moves inside where it would stick out. */
  at: { x: number; y: number };
  items?: readonly MenuItem[];
  /** Below the items. */
  groups?: readonly MenuGroup[];
  /** Shown above the items. */
  head?: ReactNode;
  onClose: () => void;
}

const MARGIN = 8;

/** A menu in the top layer: arrows move, Enter chooses, Escape and a press elsewhere close. */
export function Menu({ label, at, items = [], groups = [], head, onClose }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = ref.current;
    if (menu === null) return;
    menu.showPopover();
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN))}px`;
    menu.style.top = `${Math.max(MARGIN, Math.min(at.y, innerHeight - height - MARGIN))}px`;
  }, [at]);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus();
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  return (
    <div
      ref={ref}
      popover="auto"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onToggle={(event) => {
        if (event.newState === "closed") onClose();
      }}
      onKeyDown={(event) => moveFocus(event, ref.current)}
      // The key that opened it would open the browser's own over it.
      onContextMenu={(event) => event.preventDefault()}
      className="fixed m-0 max-h-[70dvh] min-w-48 max-w-88 overflow-auto rounded-panel border border-line bg-surface p-1 text-ink shadow-e2"
    >
      {head}
      {items.map((item) => (
        <Entry key={item.label} item={item} menu={ref} />
      ))}
      {groups.map((group) => (
        <Group key={group.title} group={group} menu={ref} />
      ))}
    </div>
  );
}

function Group({ group, menu }: { group: MenuGroup; menu: RefObject<HTMLDivElement | null> }) {
  const headId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a menu's groups are no form's
    <div
      role="group"
      aria-labelledby={headId}
      className="not-first:mt-1 not-first:border-line not-first:border-t"
    >
      <p id={headId} className="px-2 pt-2 pb-1 t-micro text-ink-3">
        <b className="block font-semibold text-ink-2">{group.title}</b>
        {group.detail}
      </p>
      {group.items.map((item) => (
        <Entry key={item.label} item={item} menu={menu} />
      ))}
    </div>
  );
}

function Entry({ item, menu }: { item: MenuItem; menu: RefObject<HTMLDivElement | null> }) {
  return (
    <button
      type="button"
      {...roleOf(item)}
      disabled={item.disabled}
      className="flex w-full items-start gap-2 rounded-button px-2 py-1.5 text-left t-small enabled:hover:bg-hover enabled:focus-visible:bg-hover enabled:focus-visible:outline-offset-[-2px] disabled:text-ink-3"
      onClick={() => {
        menu.current?.hidePopover();
        item.onSelect();
      }}
    >
      {item.glyph && <Icon glyph={item.glyph} size={14} className="mt-px text-ink-2" />}
      <span className="min-w-0 flex-1">
        <span className={item.detail ? "block font-semibold" : "block"}>{item.label}</span>
        {item.detail && <span className="block text-ink-2">{item.detail}</span>}
      </span>
      {item.hint && <kbd>{item.hint}</kbd>}
    </button>
  );
}

function roleOf({ checked }: MenuItem) {
  return checked === undefined
    ? ({ role: "menuitem" } as const)
    : ({ role: "menuitemradio", "aria-checked": checked } as const);
}

function moveFocus(event: KeyboardEvent, menu: HTMLElement | null): void {
  event.stopPropagation();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || menu === null) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
