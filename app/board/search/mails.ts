import Mail from "lucide-react/icons/mail";
import { counted } from "../cards/figures";
import type { BoardSession } from "../session";
import { openView } from "../views/view";
import { excerpt, holds } from "./excerpt";
import type { SearchProvider } from "./provider";

/** Mails of the proposals by subject, author and text. */
export const MAIL_SEARCH: SearchProvider = {
  title: "Mails",
  count: (session) => counted([...mails(session)].length, "mail"),
  *find(session, words) {
    for (const { item, key, mail } of mails(session)) {
      const { subject, from } = mail.head;
      const text = `${subject} ${from?.name ?? ""} ${from?.address ?? ""} ${mail.body}`;
      if (!holds(text, words)) continue;
      yield {
        id: `${item} ${key}`,
        label: subject,
        detail: `${from?.name ?? ""}: ${excerpt(mail.body, words)}`,
        glyph: Mail,
        go: () => openView({ name: "proposal", item, mail: key }),
      };
    }
  },
};

function* mails({ items }: Pick<BoardSession, "items">) {
  for (const id of items.ids.get().get("proposal") ?? []) {
    const item = items.item(id);
    if (item?.kind !== "proposal") continue;
    for (const [key, mail] of Object.entries(item.fields.mails ?? {})) yield { item: id, key, mail };
  }
}
