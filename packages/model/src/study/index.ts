export * from "./axis";
export * from "./crossovers";
export * from "./expectations";
export * from "./metrics";
export * from "./plan-study";
export * from "./spread";
