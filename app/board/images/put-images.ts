import type { ItemId } from "@carveout/model";
import { ApiError, NO_ANSWER, uploadImage } from "../../api";
import type { Whiteboard } from "../canvas/whiteboard";
import { asStep } from "../fields/as-step";
import type { BoardSession } from "../session";

/** Largest side that a picture begins with, board pixels: a screenshot is read at it, and leaves room for what is said of it. */
const MOST = 640;
/** Between pictures that come together. */
const GAP = 24;
/** Uploads that take longer are told of. */
const TOLD_AFTER_MS = 1000;

/** Pictures of these files side by side, the first with its middle here. */
export async function putImages(
  whiteboard: Whiteboard,
  files: readonly File[],
  at: { x: number; y: number },
): Promise<void> {
  const { session } = whiteboard;
  const put: ItemId[] = [];
  let x = at.x;
  for (const file of files) {
    const told = setTimeout(() => {
      const detail = `${sizeOf(file)}. It appears for everybody once the server has it.`;
      session.notice.set({ headline: `Uploading ${file.name}`, detail });
    }, TOLD_AFTER_MS);
    try {
      const { hash, w, h } = await upload(session, file);
      const scale = Math.min(1, MOST / Math.max(w, h));
      const size = { w: Math.max(1, Math.round(w * scale)), h: Math.max(1, Math.round(h * scale)) };
      if (put.length === 0) x -= size.w / 2;
      asStep(session, () => {
        const { edits } = session;
        const geo = { x: Math.round(x), y: Math.round(at.y - size.h / 2), ...size };
        put.push(edits.add({ kind: "image", geo, z: edits.topOrder(), hash, natural: { w, h }, fields: {} }));
      });
      x += size.w + GAP;
      session.notice.set(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      session.notice.set({ headline: `${file.name} was not put on the board`, detail: error.message });
    } finally {
      clearTimeout(told);
    }
  }
  if (put.length > 0) whiteboard.selectSoon(put);
}

/** Counted with what waits. While the server does not answer, it is tried again with each connection; a file lies in this tab only. */
async function upload(session: BoardSession, file: File): ReturnType<typeof uploadImage> {
  session.uploads.set(session.uploads.get() + 1);
  try {
    for (;;) {
      try {
        return await uploadImage(session.board, file);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== NO_ANSWER) throw error;
        await session.connectedAgain();
      }
    }
  } finally {
    session.uploads.set(session.uploads.get() - 1);
  }
}

function sizeOf({ size }: File): string {
  return `${(size / 1024 ** 2).toFixed(1)} MiB`;
}
