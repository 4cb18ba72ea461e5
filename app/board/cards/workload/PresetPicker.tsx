import type { ItemId } from "@carveout/model";
import ChevronDown from "lucide-react/icons/chevron-down";
import { Suspense, useState } from "react";
import { Icon } from "../../../ui/Icon";
import { late } from "../../../ui/late";
import { useCanEdit } from "../../session";
import s from "./workload.module.css";

const PresetMenu = late(() => import("./PresetMenu").then((loaded) => ({ default: loaded.PresetMenu })));

/** Below the button, by this much. */
const GAP_PX = 4;

/** Fills the workload's fields from a preset; their texts and numbers come when they are asked for. */
export function PresetPicker({ id }: { id: ItemId }) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const canEdit = useCanEdit();
  if (!canEdit) return null;
  return (
    <div className={s.preset}>
      <button
        type="button"
        className={s.presetButton}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + GAP_PX });
        }}
      >
        Preset <Icon glyph={ChevronDown} size={14} />
      </button>
      {at !== null && (
        <Suspense>
          <PresetMenu id={id} at={at} onClose={() => setAt(null)} />
        </Suspense>
      )}
    </div>
  );
}
