import type { Metadata } from "next";
import { ReportPage } from "../../../report/ReportPage";

export const metadata: Metadata = { title: "Report" };

export default async function BoardReport({ params }: { params: Promise<{ board: string }> }) {
  const { board } = await params;
  return <ReportPage board={board} />;
}
