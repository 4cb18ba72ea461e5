/** An image as an address that holds it; null where it can't be had. */
export async function dataUrl(href: string): Promise<string | null> {
  const answer = await fetch(href).catch(() => null);
  if (!answer?.ok) return null;
  const reader = new FileReader();
  const read = new Promise((done) => {
    reader.onloadend = done;
  });
  reader.readAsDataURL(await answer.blob());
  await read;
  return typeof reader.result === "string" ? reader.result : null;
}
