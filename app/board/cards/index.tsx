export { Card } from "./Card";
export { openPart } from "./opened";
