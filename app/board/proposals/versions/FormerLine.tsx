import type { ItemId, ProposalJson } from "@carveout/model";
import GitCompare from "lucide-react/icons/git-compare";
import Unlink from "lucide-react/icons/unlink";
import { Icon } from "../../../ui/Icon";
import { IconButton } from "../../../ui/IconButton";
import { TextButton } from "../../../ui/TextButton";
import { itemName } from "../../cards/item-name";
import { asStep } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import { openView } from "../../views/view";
import { useFormers } from "./former";
import s from "./versions.module.css";

/** What a proposal is the next version of, or looks like; nothing where it is the first. */
export function FormerLine({ id, item }: { id: ItemId; item: ProposalJson }) {
  const session = useSession();
  const canEdit = useCanEdit();
  const { linked, offered } = useFormers(id, item);
  const former = linked[0] ?? offered;
  if (former === null || (offered !== null && !canEdit)) return null;
  const link = (to: ItemId | undefined) => asStep(session, () => session.edits.setField(id, ["former"], to));
  return (
    <p className={s.former}>
      <Icon glyph={GitCompare} size={14} />
      <span>
        {offered === null ? "New version of " : "Looks like a new version of "}
        <TextButton onClick={() => openView({ name: "proposal", item: former.id })}>
          {itemName(former.item)} (v{former.version})
        </TextButton>
      </span>
      {offered !== null ? (
        <TextButton onClick={() => link(offered.id)}>Link them</TextButton>
      ) : (
        <>
          <TextButton onClick={() => openView({ name: "proposal", item: id, part: "changes" })}>
            What changed
          </TextButton>
          {canEdit && (
            <IconButton
              glyph={Unlink}
              size={12}
              name={`It is no new version of ${itemName(former.item)}`}
              onClick={() => link(undefined)}
            />
          )}
        </>
      )}
    </p>
  );
}
