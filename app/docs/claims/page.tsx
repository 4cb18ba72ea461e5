import { TEMPLATES } from "@carveout/model";
import Check from "lucide-react/icons/check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { Metadata } from "next";
import { OpenBoard } from "../../new/OpenBoard";
import { Chip } from "../../ui/Chip";
import type { CheckedClaim } from "./claim";
import { CLAIMS } from "./claims.generated";

export const metadata: Metadata = { title: "Claims" };

/** What the mails say, and what the core makes of it. */
export default function ClaimsPage() {
  return (
    <>
      <h1 className="t-h1">The claims of the discussions</h1>
      <p className="mt-1 max-w-160 text-ink-2">
        What the mails say as predictions, and what the simulation core makes of them. Each outcome was
        computed when this version was made. A board shows the experiment, to be changed and run again.
      </p>
      {CLAIMS.length === 0 ? (
        <p className="mt-6 rounded-card border border-line-strong border-dashed px-4 py-6 text-center text-ink-2">
          No claim has an experiment yet.
        </p>
      ) : (
        <ol className="mt-6 overflow-hidden rounded-card border border-line bg-surface">
          {CLAIMS.map((claim) => (
            <ClaimRow key={claim.number} claim={claim} />
          ))}
        </ol>
      )}
    </>
  );
}

function ClaimRow({
  claim: { number, claim, mail, outcome, isConfirmed, template },
}: {
  claim: CheckedClaim;
}) {
  const name = TEMPLATES.find(({ id }) => id === template)?.name;
  return (
    <li className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-2 border-line px-3 py-3 not-first:border-t sm:grid-cols-[24px_minmax(0,1fr)_auto]">
      <span className="t-num text-ink-3">{number}</span>
      <div>
        <p className="t-title">{claim}</p>
        <p className="t-small text-ink-3">{mail}</p>
        <p className="mt-1.5 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-ink-2">
          <Chip tone={isConfirmed ? "ok" : "warn"} glyph={isConfirmed ? Check : TriangleAlert}>
            {isConfirmed ? "confirmed" : "not confirmed"}
          </Chip>
          <span className="min-w-0 flex-1 basis-60">{outcome}</span>
        </p>
      </div>
      {name !== undefined && (
        <div className="mt-2 max-sm:col-start-2 sm:mt-0">
          <OpenBoard template={template} name={name} />
        </div>
      )}
    </li>
  );
}
