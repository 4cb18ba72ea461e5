import { TEMPLATES } from "@carveout/model";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TemplatePicture } from "../../home/TemplatePicture";
import { Mark } from "../../ui/Mark";
import { OpenBoard } from "../OpenBoard";

interface Params {
  params: Promise<{ template: string }>;
}

const find = async ({ params }: Params) => {
  const { template } = await params;
  return TEMPLATES.find(({ id }) => id === template);
};

export async function generateMetadata(props: Params): Promise<Metadata> {
  return { title: (await find(props))?.name ?? "No such template" };
}

/** A template by its address. The board is made by the click, not by the visit: links are followed by more than people. */
export default async function NewBoardPage(props: Params) {
  const template = await find(props);
  if (template === undefined) notFound();
  const { id, name, question } = template;
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
      <div className="w-96 max-w-full overflow-hidden rounded-panel border border-line bg-surface shadow-e1">
        <TemplatePicture template={id} className="h-40 w-full border-line border-b" />
        <div className="p-5">
          <h1 className="flex items-center gap-2 t-h2">
            <Mark />
            {name}
          </h1>
          <p className="mt-1 mb-4 text-ink-2">{question}</p>
          <OpenBoard template={id} name={name} look="primary" />
        </div>
      </div>
    </main>
  );
}
