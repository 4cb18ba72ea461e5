import type { ItemId } from "@carveout/model";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ShownVariant } from "../../../cards/experiment/use-experiment";
import { useSession } from "../../../session";
import type { PagesModel } from "./pages-model";
import { Picture } from "./picture";
import type { RasterHandle } from "./RasterMap";

/** A picture of each variant's run, as long as it is shown. Another run takes the place of the one before at the same moment. */
export function usePictures(model: PagesModel, experiment: ItemId, variants: readonly ShownVariant[]) {
  const session = useSession();
  const screens = useRef<{ one: (RasterHandle | null)[]; both: RasterHandle | null }>({
    one: [],
    both: null,
  });
  const handles = useMemo(
    () => ({
      one: [0, 1].map((i) => (handle: RasterHandle | null) => {
        screens.current.one[i] = handle;
      }),
      both: (handle: RasterHandle | null) => {
        screens.current.both = handle;
      },
    }),
    [],
  );
  const open = useRef(new Map<string, { picture: Picture; stop(): void }>());
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const key = JSON.stringify(variants.map(({ head, frame }) => [head.variant, frame?.run ?? ""]));
  useEffect(() => {
    const wanted = (JSON.parse(key) as [string, string][]).map(([variant, run]) => ({
      name: `${variant} ${run}`,
      target: { experiment, variant, run },
    }));
    const names = wanted.map(({ name }) => name);
    for (const [name, { picture, stop }] of open.current) {
      if (names.includes(name)) continue;
      stop();
      picture.close();
      open.current.delete(name);
    }
    const shown = wanted.map(({ name, target }) => {
      const known = open.current.get(name);
      if (known !== undefined) return known.picture;
      const picture = new Picture(session, target, (cells) => {
        const place = [...open.current.keys()].indexOf(name);
        screens.current.one[place]?.note(cells);
        screens.current.both?.note(cells);
      });
      open.current.set(name, { picture, stop: picture.shown.subscribe(() => model.refresh()) });
      return picture;
    });
    // In the order of the screens.
    open.current = new Map(names.map((name) => [name, open.current.get(name) as never]));
    model.onChange = () => {
      for (const screen of [...screens.current.one, screens.current.both]) screen?.draw();
    };
    model.setPictures(shown);
    setPictures(shown);
  }, [session, model, experiment, key]);
  useEffect(
    () => () => {
      for (const { picture, stop } of open.current.values()) {
        stop();
        picture.close();
      }
      open.current.clear();
    },
    [],
  );
  return { pictures, handles };
}
