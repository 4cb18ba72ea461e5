import { ahead } from "../../ui/late";

/** True for what may be a picture: the server looks at its bytes. */
export function isImageFile(file: File): boolean {
  return file.type.startsWith("image/");
}

/** How pictures come onto a board. */
export const loadPutImages = ahead(() => import("./put-images"));
