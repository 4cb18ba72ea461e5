export * from "./carried";
export * from "./image-bytes";
export * from "./sniff";
