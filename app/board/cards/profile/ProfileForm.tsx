import type { FieldSpec, ItemId, ProfileJson } from "@carveout/model";
import { FieldList } from "../../fields";
import { pageSizeOf } from "./page-size";

/** Some of a profile's own fields; banks and reserved ranges are tables. */
export function ProfileForm(props: { id: ItemId; item: ProfileJson; specs: readonly FieldSpec[] }) {
  const { id, item, specs } = props;
  return <FieldList item={id} specs={specs} written={item.fields} pageSizeBytes={pageSizeOf(item)} />;
}
