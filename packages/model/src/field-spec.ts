/**
 * One editable value: what a card's form, the refusal's sentence, the JSON Schema and the documentation all derive from.
 * Values are stored in the unit of the type: bytes as bytes, times as their `unit` says.
 */
export interface FieldSpec {
  key: string;
  label: string;
  /** int and bytes are integers, number may have a fraction. */
  type: "int" | "bytes" | "number" | "enum" | "bool" | "text";
  /** Unit shown behind the value, e.g. "pages", "ms", "%". Bytes show KiB, MiB or GiB by themselves. */
  unit?: string;
  min?: number;
  max?: number;
  /** Integers must be a multiple of it. */
  step?: number;
  /** Longest text, characters. */
  maxLength?: number;
  default: FieldValue;
  options?: { value: string; label: string }[];
  /** One sentence or two. Machines, loads (wordsOf()) and a strategy's parameters (paramsOf()) have theirs in files that are loaded with their forms. */
  help?: string;
  /** Kernel file and function, or mail. */
  source?: string;
  /** Folded away on the card until asked for. */
  advanced?: boolean;
}

export type FieldValue = number | string | boolean;
