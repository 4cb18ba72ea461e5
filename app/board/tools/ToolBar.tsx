import { type KeyboardEvent, Suspense, useRef } from "react";
import { Icon } from "../../ui/Icon";
import { ariaKeys } from "../../ui/key";
import { late } from "../../ui/late";
import { Tooltip } from "../../ui/Tooltip";
import { useWhiteboard } from "../canvas/context";
import { type ToolMenu, useDesk } from "../desk";
import { useSession, useSignal } from "../session";
import { TOOLS, type ToolButton } from "./tools";

const ProfileMenu = late(() => import("./menus").then((module) => ({ default: module.ProfileMenu })));
const StrategyMenu = late(() => import("./menus").then((module) => ({ default: module.StrategyMenu })));
const ShapeMenu = late(() => import("../drawn/ShapeMenu").then((module) => ({ default: module.ShapeMenu })));

/** The tools at the left edge: one tab stop, arrows move in it. */
export function ToolBar() {
  const { dialog, toolMenu } = useDesk();
  const menu = useSignal(toolMenu);
  const onMenu = (menu: ToolMenu | null) => toolMenu.set(menu);
  const onImport = () => dialog.set({ name: "import", files: [], at: null });
  const can = useSignal(useSession().can);
  const ref = useRef<HTMLDivElement>(null);
  const groups = TOOLS.map((group) =>
    group.filter((tool) => (can.edit || !tool.edits) && (can.comment || !tool.comments)),
  ).filter((group) => group.length > 0);
  const menuAt = () => {
    const box = ref.current?.querySelector(`[data-menu=${menu}]`)?.getBoundingClientRect();
    return { x: (box?.right ?? 0) + 8, y: box?.top ?? 0 };
  };
  return (
    <>
      <div
        ref={ref}
        role="toolbar"
        aria-label="Tools"
        aria-orientation="vertical"
        onKeyDown={(event) => moveFocus(event, ref.current)}
        className="absolute top-10 left-3 z-10 flex flex-col gap-0.5 rounded-panel border border-line bg-surface p-1 shadow-e2 [@media(max-height:720px)]:grid [@media(min-height:560.01px)_and_(max-height:720px)]:grid-cols-2 [@media(max-height:560px)]:grid-cols-3"
      >
        {groups.map((group, index) => (
          <div key={group[0]?.name} className="contents">
            {index > 0 && <hr className="col-span-full mx-1 my-0.5 border-line" />}
            {group.map((tool) => (
              <ToolBarButton key={tool.name} tool={tool} onMenu={onMenu} isFirst={tool === groups[0]?.[0]} />
            ))}
          </div>
        ))}
      </div>
      <Suspense>
        {menu === "profile" && <ProfileMenu at={menuAt()} onImport={onImport} onClose={() => onMenu(null)} />}
        {menu === "shape" && <ShapeMenu at={menuAt()} onClose={() => onMenu(null)} />}
        {menu === "strategy" && <StrategyMenu at={menuAt()} onClose={() => onMenu(null)} />}
      </Suspense>
    </>
  );
}

function ToolBarButton({
  tool,
  onMenu,
  isFirst,
}: {
  tool: ToolButton;
  onMenu: (menu: ToolMenu) => void;
  isFirst: boolean;
}) {
  const whiteboard = useWhiteboard();
  const { dialog } = useDesk();
  const isOn = tool.isOn(useSignal(whiteboard.tool));
  const { act } = tool;
  const menu = typeof act === "object" && "menu" in act ? act.menu : undefined;
  const use = () => {
    if (typeof act === "function") act(whiteboard);
    else if ("menu" in act) onMenu(act.menu);
    else dialog.set(act.dialog);
  };
  return (
    <span className="group/tip relative inline-flex">
      <button
        type="button"
        aria-label={tool.name}
        aria-pressed={isOn}
        aria-haspopup={menu === undefined ? undefined : "menu"}
        aria-keyshortcuts={ariaKeys(tool.hint)}
        data-menu={menu}
        tabIndex={isFirst ? 0 : -1}
        onClick={use}
        className={`relative grid size-8.5 place-items-center rounded-button pointer-coarse:size-11 ${
          isOn ? "bg-accent text-accent-ink" : "text-ink-2 hover:bg-hover hover:text-ink"
        }`}
      >
        <Icon glyph={tool.glyph} size={17} />
        {/* Drawn, not written: a key is no part of what the button is called. */}
        <small
          aria-hidden
          data-key={tool.hint.replace("Shift ", "⇧")}
          className={`after:content-[attr(data-key)] absolute right-[3px] bottom-px font-mono text-[9px]/2.5 font-medium pointer-coarse:hidden ${isOn ? "" : "text-ink-3"}`}
        />
      </button>
      <Tooltip name={tool.name} hint={tool.hint} side="right" />
    </span>
  );
}

function moveFocus(event: KeyboardEvent, bar: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || bar === null) return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...bar.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
