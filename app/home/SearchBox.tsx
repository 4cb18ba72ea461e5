import Search from "lucide-react/icons/search";
import type { Ref } from "react";
import { Icon } from "../ui/Icon";

/** Titles and items of all boards; Escape empties it. */
export function SearchBox(props: {
  ref: Ref<HTMLInputElement>;
  query: string;
  onQuery: (query: string) => void;
}) {
  return (
    <label className="flex h-7 min-w-0 flex-[0_1_260px] items-center gap-1.5 rounded-field border border-line bg-sunken px-2 focus-within:border-accent pointer-coarse:h-9">
      <Icon glyph={Search} size={14} className="text-ink-2" />
      <input
        ref={props.ref}
        type="search"
        aria-label="Search boards"
        aria-keyshortcuts="/"
        placeholder="Search boards"
        value={props.query}
        onChange={(event) => props.onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          props.onQuery("");
          event.currentTarget.blur();
        }}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
      />
      <kbd className="pointer-coarse:hidden">/</kbd>
    </label>
  );
}
