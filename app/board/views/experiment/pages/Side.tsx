import type { ItemId } from "@carveout/model";
import type { ShownVariant } from "../../../cards/experiment/use-experiment";
import { useSignal } from "../../../session";
import { Discuss } from "../../../threads";
import { DifferenceLegend } from "./DifferenceLegend";
import { Legend, OrderCounts } from "./Legend";
import { PageFacts } from "./PageFacts";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import { useShownPicture } from "./use-shown-picture";

/** The figures behind the picture, and the page that is told of. */
export function Side(props: {
  id: ItemId;
  model: PagesModel;
  pictures: readonly Picture[];
  variants: readonly ShownVariant[];
  isTable: boolean;
  isDifference: boolean;
}) {
  const { id, model, pictures, variants, isTable, isDifference } = props;
  const first = useShownPicture(pictures[0]);
  const second = useShownPicture(pictures[1]);
  const chosen = useSignal(model.chosen);
  const columns = [first, second].flatMap((shown, i) => {
    const variant = variants[i];
    return shown === null || variant === undefined ? [] : [{ look: variant.look, shown }];
  });
  const pages = columns.flatMap(({ look, shown }) =>
    shown.page === null || shown.page.pfn !== chosen ? [] : [{ look, page: shown.page }],
  );
  if (columns.length === 0)
    return <p className="t-small text-ink-2">The machine boots and goes to its moment.</p>;
  if (isTable) return <OrderCounts columns={columns} />;
  return (
    <>
      {isDifference && pictures.length === 2 && (
        <DifferenceLegend pictures={pictures as [Picture, Picture]} shown={columns[0]?.shown ?? null} />
      )}
      <Legend model={model} columns={columns} />
      <PageFacts
        pages={pages}
        onGo={(pfn) => model.goTo(pfn)}
        discuss={(pfn) => (
          <Discuss
            at={{ at: "page", item: id, pfn }}
            name="Comment on this page at this moment"
            anchor={() => ({
              at: "page",
              item: id,
              variant: variants[0]?.head.variant ?? "",
              pfn,
              tMs: model.tMs.get(),
            })}
          />
        )}
      />
    </>
  );
}
