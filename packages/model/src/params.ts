import type { CatalogueEntry } from "./catalogue";
import type { FieldSpec } from "./field-spec";
import { PARAM_WORDS } from "./param-words.generated";

/** The parameters of a strategy with their help and source, for forms and documentation: what only draws or checks a board does without. */
export function paramsOf({ family, type, params }: CatalogueEntry): FieldSpec[] {
  const words = PARAM_WORDS[`${family}/${type}`] ?? {};
  return params.map((param) => ({ ...param, ...words[param.key] }));
}
