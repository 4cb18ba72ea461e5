/** A file name from a board's title, up to its first colon: "KMSAN metadata: boot or lazy" -> "kmsan-metadata.json". */
export function boardFile(title: string): string {
  const [head = ""] = title.split(":");
  const slug = head
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return `${slug || "board"}.json`;
}
