import { useEffect } from "react";
import { useWhiteboard } from "../canvas/context";
import { useCanEdit } from "../session";

/** Files dropped anywhere on the board, with the board point of the drop. */
export function useFileDrop(onFiles: (files: readonly File[], at: { x: number; y: number }) => void): void {
  const { container, engine } = useWhiteboard();
  const canEdit = useCanEdit();
  useEffect(() => {
    if (!canEdit) return;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || event.target instanceof HTMLInputElement) return;
      // Beside a control the browser would leave the board for the file.
      event.preventDefault();
      if (event.target instanceof Element && event.target.closest("dialog")) return;
      const { left, top } = container.getBoundingClientRect();
      onFiles(files, engine.toBoard({ x: event.clientX - left, y: event.clientY - top }));
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [container, engine, canEdit, onFiles]);
}
