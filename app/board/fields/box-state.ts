import type { CSSProperties } from "react";
import type { FieldHandle } from "./use-field";

/** The attributes that give a box the look of its state. A problem outshines a person, a person a change, a change the default. */
export function boxState(handle: FieldHandle, isDefault: boolean) {
  const { changed, peer, who } = handle;
  const style = peer === undefined ? undefined : ({ "--pc": `var(--p-${peer.colour})` } as CSSProperties);
  return {
    "data-state":
      handle.refusal !== undefined
        ? "refused"
        : peer !== undefined
          ? "held"
          : (handle.severity ?? (!handle.canEdit ? "locked" : isDefault ? "default" : undefined)),
    "data-fresh": changed?.fresh || undefined,
    title:
      who !== undefined ? `Set by ${who}` : changed && `Changed by ${changed.author?.name ?? "somebody"}`,
    style,
  };
}
