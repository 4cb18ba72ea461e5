import { createPortal } from "react-dom";
import { useSignal } from "../session";
import { CardHost } from "./CardHost";
import { useWhiteboard } from "./context";

/** The cards somebody can work with, in the engine's own layer. */
export function Cards() {
  const { engine, mounted } = useWhiteboard();
  const ids = useSignal(mounted);
  return createPortal(
    ids.map((id) => <CardHost key={id} id={id} />),
    engine.cardLayer,
  );
}
