import Search from "lucide-react/icons/search";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { type Glyph, Icon } from "./Icon";

export interface PickerOption {
  id: string;
  label: string;
  /** What stands behind the label in small. */
  detail?: ReactNode;
  glyph?: Glyph;
  hint?: string;
}

export interface PickerGroup {
  title: string;
  options: readonly PickerOption[];
}

interface PickerProps {
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  groups: readonly PickerGroup[];
  /** Shown while nothing fits. */
  empty: ReactNode;
  onChoose: (id: string) => void;
  onClose: () => void;
}

/** A box to type in and what fits below it, in the top layer: arrows move, Enter chooses, Escape closes. */
export function Picker({
  label,
  placeholder,
  query,
  onQuery,
  groups,
  empty,
  onChoose,
  onClose,
}: PickerProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const options = groups.flatMap((group) => group.options);
  const active = options.find(({ id }) => id === chosen) ?? options[0];
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => {
    if (active !== undefined)
      ref.current
        ?.querySelector(`[data-option="${CSS.escape(active.id)}"]`)
        ?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const choose = (id: string) => {
    onClose();
    onChoose(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && active !== undefined) {
      event.preventDefault();
      const at = options.indexOf(active) + step;
      const isPage = Math.abs(step) > 1;
      const next = isPage
        ? Math.max(0, Math.min(options.length - 1, at))
        : (at + options.length) % options.length;
      setChosen(options[next]?.id ?? null);
    } else if (event.key === "Enter" && active !== undefined) {
      event.preventDefault();
      choose(active.id);
    }
  };
  return (
    <dialog
      ref={ref}
      aria-label={label}
      className="mx-auto mt-[12dvh] mb-auto max-h-[70dvh] w-140 max-w-[calc(100vw-24px)] flex-col overflow-clip rounded-panel border border-line bg-surface p-0 text-ink shadow-e2 open:flex"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Icon glyph={Search} className="text-ink-3" />
        <input
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-activedescendant={active && `${listId}-${active.id}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setChosen(null);
            onQuery(event.target.value);
          }}
          className="h-11 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
        />
        <kbd>Escape</kbd>
      </div>
      {options.length === 0 && <p className="px-3 py-4 text-ink-2 t-small">{empty}</p>}
      {/* A list of nothing is none: hidden, with the id that the box above names. */}
      <div
        id={listId}
        role="listbox"
        aria-label={label}
        hidden={options.length === 0}
        className="min-h-0 overflow-auto p-1"
      >
        {groups
          .filter((group) => group.options.length > 0)
          .map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a list's groups are no form's
            <div key={group.title} role="group" aria-label={group.title}>
              <p aria-hidden className="px-2 pt-2 pb-1 t-micro text-ink-3">
                {group.title}
              </p>
              {group.options.map((option) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the box above hears the keys
                // biome-ignore lint/a11y/useFocusableInteractive: the box above keeps the focus
                <div
                  key={option.id}
                  id={`${listId}-${option.id}`}
                  data-option={option.id}
                  role="option"
                  aria-selected={option.id === active?.id}
                  className="flex min-h-8 items-center gap-2 rounded-button px-2 py-1 t-small aria-selected:bg-accent-soft pointer-coarse:min-h-11"
                  onPointerMove={() => setChosen(option.id)}
                  onClick={() => choose(option.id)}
                >
                  <span className="w-4 flex-none text-ink-2">
                    {option.glyph && <Icon glyph={option.glyph} size={14} />}
                  </span>
                  <span className="flex-none truncate">{option.label}</span>
                  <span className="min-w-0 flex-1 truncate text-ink-3">{option.detail}</span>
                  {option.hint && <kbd>{option.hint}</kbd>}
                </div>
              ))}
            </div>
          ))}
      </div>
      <p className="sr-only" role="status">
        {options.length === 1 ? "1 entry" : `${options.length} entries`}
      </p>
    </dialog>
  );
}
