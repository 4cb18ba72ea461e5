import type { Engine, EngineOptions } from "./types";

/** Makes `container` a whiteboard. The container must be positioned and sized by the app; it is given `tabindex="0"`. */
export declare function createEngine(container: HTMLElement, options: EngineOptions): Engine;
