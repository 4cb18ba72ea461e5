import type { Whiteboard } from "../canvas/whiteboard";
import { putImages } from "./put-images";

/** Asks for files; they are put in the middle of what is seen. */
export function pickImages(whiteboard: Whiteboard): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = "image/png,image/jpeg,image/gif,image/webp";
  input.onchange = () => void putImages(whiteboard, [...(input.files ?? [])], whiteboard.viewCentre());
  input.click();
}
