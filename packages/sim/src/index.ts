export type * from "./input";
export type * from "./output";
