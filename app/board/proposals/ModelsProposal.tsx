import { type ItemId, modelsOf } from "@carveout/model";
import Mail from "lucide-react/icons/mail";
import { useEffect, useReducer } from "react";
import { IconButton } from "../../ui/IconButton";
import { itemName } from "../cards/item-name";
import { useItemIds, useSession } from "../session";
import { openView } from "../views/view";

/** The proposals that a variant models, each a way to its mails. */
export function ModelsProposal({ experiment, variant }: { experiment: ItemId; variant: string }) {
  const { items } = useSession();
  const ids = useItemIds("proposal");
  const [, wake] = useReducer((count: number) => count + 1, 0);
  useEffect(() => items.onChange(wake), [items]);
  return ids.map((id) => {
    const item = items.item(id);
    const isModelled =
      item?.kind === "proposal" &&
      modelsOf(item).some((model) => model.item === experiment && model.variant === variant);
    return isModelled ? (
      <IconButton
        key={id}
        glyph={Mail}
        size={14}
        name={`Models ${itemName(item)}`}
        onClick={() => openView({ name: "proposal", item: id })}
      />
    ) : null;
  });
}
