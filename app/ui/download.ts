/** Gives the browser a file to save under a name. */
export function saveFile(name: string, type: string, data: BlobPart): void {
  const address = URL.createObjectURL(new Blob([data], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of it by the next turn; some only then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
