import { Suspense } from "react";
import { late } from "../../ui/late";
import { Opening } from "../Opening";

const Loaded = late(() => import("./PhoneBoard").then(({ PhoneBoard }) => ({ default: PhoneBoard })));

/** The board below 640 px. It comes when it is needed: a desk's first load does not pay for it. */
export function PhoneBoard() {
  return (
    <Suspense fallback={<Opening />}>
      <Loaded />
    </Suspense>
  );
}
