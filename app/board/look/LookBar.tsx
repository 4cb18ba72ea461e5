import { isLocked } from "@carveout/model";
import { Suspense } from "react";
import { late } from "../../ui/late";
import { useWhiteboard } from "../canvas/context";
import { useCanEdit, useSession, useSignal } from "../session";

const LookControls = late(() => import("./LookControls"));

const KINDS: ReadonlySet<string | undefined> = new Set(["text", "shape", "ink", "frame", "image"]);

/** How the selected handmade items look, or what the pen in hand draws; nothing where there is neither. */
export function LookBar() {
  const { selection, tool } = useWhiteboard();
  const { items } = useSession();
  const ids = useSignal(selection).items.filter((id) => {
    const item = items.item(id);
    return KINDS.has(item?.kind) && !isLocked(item);
  });
  const inHand = useSignal(tool);
  const canEdit = useCanEdit();
  const isPen = inHand.name === "own" && inHand.id.startsWith("ink");
  if (!canEdit || (ids.length === 0 && !isPen)) return null;
  return (
    <Suspense>
      <LookControls ids={ids} isPen={isPen} />
    </Suspense>
  );
}
