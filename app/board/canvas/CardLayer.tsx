import { Suspense } from "react";
import { late } from "../../ui/late";
import { useSession, useSignal } from "../session";

const Cards = late(() => import("./Cards").then((loaded) => ({ default: loaded.Cards })));

/** The cards as DOM. Until their code is there the canvas shows their pictures; an empty board needs none. */
export function CardLayer() {
  const isEmpty = useSignal(useSession().items.ids).size === 0;
  if (isEmpty) return null;
  return (
    <Suspense>
      <Cards />
    </Suspense>
  );
}
