import { type ItemId, mailsOf } from "@carveout/model";
import Mail from "lucide-react/icons/mail";
import { itemName } from "../cards/item-name";
import { useItem } from "../session";
import { openView } from "../views/view";
import { Section } from "./Section";

/** A proposal in the outline: opens its mails. */
export function ProposalSection({ id }: { id: ItemId }) {
  const item = useItem(id);
  if (item?.kind !== "proposal") return null;
  const count = mailsOf(item).length;
  return (
    <Section
      glyph={Mail}
      title={itemName(item)}
      kind={count === 1 ? "1 mail" : `${count} mails`}
      onOpen={() => openView({ name: "proposal", item: id })}
    />
  );
}
