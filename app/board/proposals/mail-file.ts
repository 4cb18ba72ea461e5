/** True for a file that holds mails or a patch, by its name. */
export function isMailFile({ name, type }: Pick<File, "name" | "type">): boolean {
  return (
    /\.(?:eml|mbox|mbx|patch|diff)$/i.test(name) || type === "message/rfc822" || type === "application/mbox"
  );
}
