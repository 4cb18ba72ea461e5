export { frameDrawing } from "./frame";
export { imageDrawing } from "./image";
export { type InkLook, inkDrawing, inkPath } from "./ink";
export { labelRoom, type ShapeLook, shapeDrawing } from "./shape";
export { type TextLook, textDrawing } from "./text";
export { eraserTool } from "./tools/eraser";
export { inkTool } from "./tools/ink";
export { laserTool } from "./tools/laser";
