/** True for what may be a picture: the server looks at its bytes. */
export function isImageFile(file: File): boolean {
  return file.type.startsWith("image/");
}
