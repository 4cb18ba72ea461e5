import ShieldX from "lucide-react/icons/shield-x";
import { Icon } from "../../ui/Icon";
import { useRefusalList } from "../session";

/** How many changes of this participant were refused; nothing while none was. */
export default function RefusedMark({ onOpen }: { onOpen: () => void }) {
  const { length } = useRefusalList();
  if (length === 0) return null;
  return (
    <button
      type="button"
      className="flex min-h-7 flex-none items-center gap-1 whitespace-nowrap rounded-field px-1 t-small text-err hover:bg-hover"
      onClick={onOpen}
    >
      <Icon glyph={ShieldX} size={14} />
      {length} <span className="max-sm:sr-only">refused</span>
    </button>
  );
}
