import { type FieldSpec, formatValue, rangeText } from "@carveout/model";

/** What a parameter can be: "default 128 ranges, 1 range to 4,096 ranges", "default release; or keep". */
export function paramFacts(param: FieldSpec): string {
  const standard = `default ${formatValue(param, param.default)}`;
  const others = choices(param).filter((choice) => choice !== formatValue(param, param.default));
  if (others.length > 0) return [standard, ...others.map((choice) => `or ${choice}`)].join("; ");
  return [standard, rangeText(param)].filter((part) => part !== null).join(", ");
}

function choices(param: FieldSpec): string[] {
  if (param.type === "bool") return [true, false].map((value) => formatValue(param, value));
  return param.options?.map(({ label }) => label) ?? [];
}
