export * from "./answers";
export * from "./codec";
export * from "./looks";
export * from "./messages";
export * from "./raster";
export * from "./studies";
