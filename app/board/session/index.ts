export type { WaitingCommand } from "./commands";
export * from "./hooks";
export type { ItemStore } from "./items";
export type { LookAnswer, LookLine, LookWish } from "./looks";
export { fieldPlace, labelAt, placeAt, placeKey } from "./places";
export { BoardSession, type Guide, NO_BOARD } from "./session";
export { Signal, SignalMap } from "./signal";
export type { ShownStudy } from "./studies";
export type * from "./types";
