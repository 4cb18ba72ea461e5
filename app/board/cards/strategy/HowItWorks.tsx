import { type CatalogueEntry, STRATEGY_PAGES } from "@carveout/model";
import { referencePath } from "../../../docs/reference-path";
import { StrategyReference } from "../../../docs/StrategyReference";
import { Dialog } from "../../../ui/Dialog";

/** A strategy's page, over the board. */
export function HowItWorks({ description, onClose }: { description: CatalogueEntry; onClose: () => void }) {
  const { family, type, title } = description;
  const page = STRATEGY_PAGES[`${family}/${type}`];
  return (
    <Dialog title={`${title}: how it works`} width={560} onClose={onClose}>
      {page && <StrategyReference description={description} page={page} heading="h3" />}
      <p className="mt-4 t-small">
        <a href={referencePath(family, type)} target="_blank" rel="noopener">
          Open as a page
        </a>
      </p>
    </Dialog>
  );
}
