import type { FieldSpec, ItemId, ProfileJson } from "@carveout/model";
import { FieldList } from "../../fields";
import { useFindings } from "../../session";
import { Fold } from "../Fold";
import { ImportedFactsView } from "./ImportedFactsView";
import { ProfileTable } from "./ProfileTable";
import { pageSizeOf } from "./page-size";
import { type FoldTitle, profileParts } from "./profile-parts";
import type { ProfileTableKey } from "./profile-tables";

/** The table that belongs into a fold of fields. */
const TABLE_IN: Partial<Record<FoldTitle, ProfileTableKey>> = { "Page tables": "tlb" };

/** A profile's own fields and folded tables; the banks are shown by themselves. */
export function ProfileForm({ id, item }: { id: ItemId; item: ProfileJson }) {
  const { plain, general, folds } = profileParts(item.fields);
  const advanced = [...general, ...folds.flatMap(({ specs }) => specs)];
  const findings = useFindings(id);
  // Whoever is led here by a finding finds its field unfolded.
  const hasFinding = (specs: readonly FieldSpec[]) =>
    findings.some(({ field }) => specs.some((spec) => spec.key === field));
  return (
    <>
      <Fields id={id} item={item} specs={plain} />
      <Fold summary={<Summary title="Advanced" count={advanced.length} />} open={hasFinding(advanced)}>
        <Fields id={id} item={item} specs={general} />
        {folds.map(({ title, specs }) => {
          const table = TABLE_IN[title];
          return (
            <Fold
              key={title}
              summary={<Summary title={title} count={specs.length} />}
              open={hasFinding(specs)}
            >
              <Fields id={id} item={item} specs={specs} />
              {table !== undefined && <ProfileTable id={id} item={item} table={table} />}
            </Fold>
          );
        })}
        <ProfileTable id={id} item={item} table="cma" />
      </Fold>
      <ProfileTable id={id} item={item} table="reserved" />
      <ProfileTable id={id} item={item} table="tagStorage" />
      <ProfileTable id={id} item={item} table="pmem" />
      {item.fields.imported && <ImportedFactsView facts={item.fields.imported} />}
    </>
  );
}

function Fields(props: { id: ItemId; item: ProfileJson; specs: readonly FieldSpec[] }) {
  const { id, item, specs } = props;
  return <FieldList item={id} specs={specs} written={item.fields} pageSizeBytes={pageSizeOf(item)} />;
}

function Summary({ title, count }: { title: string; count: number }) {
  return (
    <>
      {title} <small>{count}</small>
    </>
  );
}
