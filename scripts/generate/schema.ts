import { boardJsonSchema } from "@carveout/model";

export function generate(): Record<string, string> {
  const { board, thread } = boardJsonSchema();
  return {
    "docs/board.schema.json": `${JSON.stringify(board, null, 2)}\n`,
    "docs/thread.schema.json": `${JSON.stringify(thread, null, 2)}\n`,
  };
}
