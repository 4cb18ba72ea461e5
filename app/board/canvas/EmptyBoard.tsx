import MemoryStick from "lucide-react/icons/memory-stick";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useCanEdit, useSession, useSignal } from "../session";
import { useWhiteboard } from "./context";
import { newProfile } from "./drafts";

/** What to do first on a board with nothing on it. */
export function EmptyBoard({ onImport }: { onImport: () => void }) {
  const whiteboard = useWhiteboard();
  const isEmpty = useSignal(useSession().items.ids).size === 0;
  const canEdit = useCanEdit();
  if (!isEmpty) return null;
  return (
    <div className="pointer-events-none absolute inset-0 z-5 grid place-items-center">
      <section className="pointer-events-auto w-100 max-w-[calc(100%-120px)] rounded-card border border-line-strong border-dashed bg-canvas px-6 py-7 text-center">
        <Icon glyph={MemoryStick} size={22} className="mx-auto text-ink-2" />
        <h2 className="mt-2 t-title">No machine yet</h2>
        {canEdit ? (
          <>
            <p className="mt-1 text-ink-2">
              Put a profile here, wire it with a workload and one strategy to an experiment, and the estimate
              shows at once. Or drop a machine's iomem, zoneinfo and dmesg anywhere.
            </p>
            <div className="mt-4 flex justify-center gap-2">
              <Button hint="P" onClick={() => whiteboard.place(newProfile(), whiteboard.freeSpot("profile"))}>
                Empty profile
              </Button>
              <Button look="ghost" onClick={onImport}>
                Import a machine
              </Button>
            </div>
          </>
        ) : (
          <p className="mt-1 text-ink-2">
            Nothing is on this board. Its editors will put a machine here first.
          </p>
        )}
      </section>
    </div>
  );
}
