import { Suspense } from "react";
import { IconButton } from "../../ui/IconButton";
import { type PanelName, togglePanel, usePanel } from "../open-panel";
import { useSettled } from "../settled";
import { PANELS } from "./registry";

/** The panels' buttons in the top bar. */
export function PanelButtons() {
  const open = usePanel();
  const isSettled = useSettled();
  return (Object.keys(PANELS) as PanelName[]).map((name) => {
    const { title, glyph, hint, Count } = PANELS[name];
    return (
      <span key={name} className="relative inline-flex">
        <IconButton
          glyph={glyph}
          name={title}
          hint={hint}
          aria-expanded={open === name}
          className={open === name ? "bg-hover text-ink" : ""}
          onClick={() => togglePanel(name)}
        />
        {Count && isSettled && (
          <Suspense>
            <Count />
          </Suspense>
        )}
      </span>
    );
  });
}
