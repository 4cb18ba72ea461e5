import type { TemplateSummary } from "../api";
import { TemplatePicture } from "./TemplatePicture";

export function Templates({
  templates,
  disabled,
  onChoose,
}: {
  templates: readonly TemplateSummary[];
  disabled: boolean;
  onChoose: (template: string) => void;
}) {
  if (templates.length === 0) return null;
  return (
    <section aria-labelledby="templates" className="mb-8">
      <div className="mb-2.5 flex flex-wrap items-baseline gap-x-2">
        <h2 id="templates" className="t-h2">
          Start from a template
        </h2>
        <small className="t-small text-ink-3">
          a question with a machine, the alternatives and a run behind it
        </small>
      </div>
      {/* Five beside each other on a desk; on a phone each lies down, its picture beside its words. */}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-3 max-sm:grid-cols-1 max-sm:gap-2">
        {templates.map(({ id, name, question }) => (
          <li key={id}>
            <button
              type="button"
              disabled={disabled}
              onClick={() => onChoose(id)}
              className="flex h-full w-full overflow-hidden rounded-card sm:flex-col border border-line bg-surface text-left transition-[border-color] duration-(--quick-ms) enabled:hover:border-line-strong"
            >
              <TemplatePicture
                template={id}
                className="w-30 flex-none border-line max-sm:border-r sm:h-25 sm:w-full sm:border-b"
              />
              <span className="min-w-0 px-3 pt-2 pb-3">
                <b className="block t-title">{name}</b>
                <span className="t-small text-ink-2">{question}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
