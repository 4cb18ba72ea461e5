export * from "./compare";
export * from "./restore";
export * from "./sentence";
export * from "./title";
