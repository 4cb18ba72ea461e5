export { checkReply, type ReplyCheck } from "./check";
export { composeReply } from "./compose";
export { emlOf } from "./eml";
export { figureTable, type VariantFigures } from "./figures";
export { personText } from "./headers";
export type { Passage, Remark, Reply, ReplyHeader, ReplyInput, ResultTable } from "./types";
export { COLUMNS, wrapText } from "./wrap";
