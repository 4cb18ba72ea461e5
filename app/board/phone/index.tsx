import { lazy, Suspense } from "react";
import { Opening } from "../Opening";

const Loaded = lazy(() => import("./PhoneBoard").then(({ PhoneBoard }) => ({ default: PhoneBoard })));

/** The board below 640 px. It comes when it is needed: a desk's first load does not pay for it. */
export function PhoneBoard() {
  return (
    <Suspense fallback={<Opening />}>
      <Loaded />
    </Suspense>
  );
}
