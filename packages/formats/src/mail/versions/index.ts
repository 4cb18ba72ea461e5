export { carrier, type TextRange } from "./carry";
export { type InterdiffHunk, type InterdiffLine, type InterdiffPart, interdiff } from "./interdiff";
export { type Counterpart, counterparts, isNewVersion, patchesOf, versionOf } from "./series";
