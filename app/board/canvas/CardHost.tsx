import type { ItemId } from "@carveout/model";
import { memo, useLayoutEffect, useRef } from "react";
import { Card } from "../cards";
import { useWhiteboard } from "./context";

/** A card as DOM. The engine moves the element; React renders its content when its own item changes. */
export const CardHost = memo(function CardHost({ id }: { id: ItemId }) {
  const whiteboard = useWhiteboard();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (ref.current !== null) return whiteboard.adopt(id, ref.current);
  }, [whiteboard, id]);
  return (
    <div ref={ref} data-card={id}>
      <Card id={id} />
    </div>
  );
});
