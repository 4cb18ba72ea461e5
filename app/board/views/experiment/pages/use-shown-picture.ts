import { Signal, useSignal } from "../../../session";
import type { Picture, Shown } from "./picture";

const NOTHING = new Signal<Shown | null>(null);

/** What a picture shows, null while there is none. */
export function useShownPicture(picture: Picture | undefined): Shown | null {
  return useSignal(picture?.shown ?? NOTHING);
}
