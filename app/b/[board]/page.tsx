import type { Metadata } from "next";
import { BoardLoader } from "../../board/BoardLoader";

export const metadata: Metadata = { title: "Board" };

export default async function BoardPage({ params }: { params: Promise<{ board: string }> }) {
  const { board } = await params;
  return <BoardLoader board={board} />;
}
