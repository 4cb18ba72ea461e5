import { fieldValue, PROFILE_FIELDS, type ProfileJson } from "@carveout/model";

const SPEC = PROFILE_FIELDS.find((spec) => spec.key === "pageSizeBytes");

/** A profile's page size in bytes, the default without one. */
export function pageSizeOf(profile: ProfileJson | undefined): number {
  return SPEC === undefined
    ? 4096
    : Number(fieldValue(SPEC, profile?.fields as Record<string, unknown> | undefined));
}
