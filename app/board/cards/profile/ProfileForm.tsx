import type { FieldSpec, ItemId, ProfileJson } from "@carveout/model";
import { Field } from "../../fields";
import { pageSizeOf } from "./page-size";

/** Some of a profile's own fields; banks and reserved ranges are tables. */
export function ProfileForm({
  id,
  item,
  specs,
}: {
  id: ItemId;
  item: ProfileJson;
  specs: readonly FieldSpec[];
}) {
  return specs.map((spec) => {
    const written = item.fields[spec.key];
    return (
      <Field
        key={spec.key}
        item={id}
        field={spec.key}
        spec={spec}
        written={typeof written === "object" ? undefined : written}
        pageSizeBytes={pageSizeOf(item)}
      />
    );
  });
}
