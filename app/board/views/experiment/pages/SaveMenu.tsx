import Download from "lucide-react/icons/download";
import { useContext, useState } from "react";
import { IconButton } from "../../../../ui/IconButton";
import { Menu } from "../../../../ui/Menu";
import type { VariantLook } from "../../../cards/variant-look";
import { PICTURE_FORMATS } from "../../../charts/export";
import { PictureContext } from "../../../charts/picture/Picture";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import { savePages } from "./save-pages";

/** The ways to save what is in view. */
export function SaveMenu(props: {
  model: PagesModel;
  pictures: readonly Picture[];
  looks: readonly VariantLook[];
}) {
  const { model, pictures, looks } = props;
  const { provenance } = useContext(PictureContext);
  const [from, setFrom] = useState<HTMLElement | null>(null);
  const save = (format: (typeof PICTURE_FORMATS)[number]) => {
    const viewport = model.viewport.get();
    const columns = pictures.flatMap((picture, i) => {
      const [shown, look] = [picture.shown.get(), looks[i]];
      return shown === null || look === undefined ? [] : [{ look, shown }];
    });
    const rasters = [...(from?.closest("[data-view]")?.querySelectorAll("figure canvas") ?? [])];
    if (viewport !== null)
      void savePages(format, { rasters: rasters as HTMLCanvasElement[], columns, viewport, provenance });
  };
  const box = from?.getBoundingClientRect();
  return (
    <>
      <IconButton
        glyph={Download}
        name="Save the page map"
        side="bottom-end"
        aria-haspopup="menu"
        aria-expanded={from !== null}
        onClick={(event) => setFrom(event.currentTarget)}
      />
      {box !== undefined && (
        <Menu
          label="Save the page map"
          at={{ x: box.left, y: box.bottom + 4 }}
          items={PICTURE_FORMATS.map((format) => ({
            label: format,
            detail: format === "CSV" ? "pages by state" : "what is in view, with its legend",
            onSelect: () => save(format),
          }))}
          onClose={() => setFrom(null)}
        />
      )}
    </>
  );
}
