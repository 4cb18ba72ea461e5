import { boardJsonSchema } from "@carveout/model";

export function generate(): Record<string, string> {
  return { "docs/board.schema.json": `${JSON.stringify(boardJsonSchema(), null, 2)}\n` };
}
