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
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(232px,1fr))] gap-3">
        {templates.map(({ id, name, question }) => (
          <li key={id}>
            <button
              type="button"
              disabled={disabled}
              onClick={() => onChoose(id)}
              className="flex h-full w-full flex-col overflow-hidden rounded-card border border-line bg-surface text-left transition-[border-color] duration-(--quick-ms) enabled:hover:border-line-strong"
            >
              <TemplatePicture template={id} />
              <span className="px-3 pt-2 pb-3">
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
