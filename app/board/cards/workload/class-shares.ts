import {
  type Fields,
  fieldValue,
  REQUEST_CLASSES,
  type RequestClassInfo,
  type WorkloadFieldsJson,
} from "@carveout/model";

export interface ClassShare {
  info: RequestClassInfo;
  weight: number;
  /** Part of all requests, 0 to 1; 0 where no class has a weight. */
  share: number;
}

/** One value of a class, its default where nothing is written. */
export function classValue(info: RequestClassInfo, written: Fields | undefined, key: string) {
  const spec = info.fields.find((s) => s.key === key);
  return spec === undefined ? undefined : fieldValue(spec, written);
}

/** Every class with its share of the requests. */
export function classShares({ classes }: WorkloadFieldsJson): ClassShare[] {
  const weights = REQUEST_CLASSES.map((info) => ({
    info,
    weight: Number(classValue(info, classes?.[info.key], "weight")),
  }));
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  return weights.map((one) => ({ ...one, share: sum === 0 ? 0 : one.weight / sum }));
}
