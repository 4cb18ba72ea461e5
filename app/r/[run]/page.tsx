import { SHORT_RUN } from "@carveout/model";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunPage } from "../../run/RunPage";

interface Params {
  params: Promise<{ run: string }>;
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Run ${(await params).run.slice(0, 8)}` };
}

const NAME = new RegExp(`^[0-9a-f]{${SHORT_RUN},64}$`);

/** A run by its name: the same numbers for as long as the store keeps it, whatever becomes of its board. */
export default async function Page({ params }: Params) {
  const { run } = await params;
  if (!NAME.test(run)) notFound();
  return <RunPage run={run} />;
}
