import type { Print } from "@carveout/canvas";
import { jsPDF } from "jspdf";
import { svg2pdf } from "svg2pdf.js";
import { svgText } from "./svg";

/** CSS pixels are 1/96 inch, points 1/72. */
const PT_PER_PX = 0.75;
/** Longest side of a PDF page, points: readers refuse more. */
const MAX_SIDE_PT = 14_400;

/** Whole fonts in static weights: PDF knows neither WOFF nor variable ones. */
const FONTS: readonly { family: string; weight: number; address: URL }[] = [
  {
    family: "Inter",
    weight: 400,
    address: new URL(
      "../../../node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
      import.meta.url,
    ),
  },
  {
    family: "Inter",
    weight: 500,
    address: new URL(
      "../../../node_modules/@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf",
      import.meta.url,
    ),
  },
  {
    family: "Inter",
    weight: 600,
    address: new URL(
      "../../../node_modules/@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
      import.meta.url,
    ),
  },
  {
    family: "JetBrains Mono",
    weight: 400,
    address: new URL(
      "../../../node_modules/@expo-google-fonts/jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf",
      import.meta.url,
    ),
  },
  {
    family: "JetBrains Mono",
    weight: 500,
    address: new URL(
      "../../../node_modules/@expo-google-fonts/jetbrains-mono/500Medium/JetBrainsMono_500Medium.ttf",
      import.meta.url,
    ),
  },
  {
    family: "JetBrains Mono",
    weight: 600,
    address: new URL(
      "../../../node_modules/@expo-google-fonts/jetbrains-mono/600SemiBold/JetBrainsMono_600SemiBold.ttf",
      import.meta.url,
    ),
  },
];

/** One page with the print as vectors, its text as text that can be searched. */
export async function pdfOf(print: Print, title: string): Promise<Blob> {
  const { w, h } = print.box;
  const scale = Math.min(PT_PER_PX, MAX_SIDE_PT / w, MAX_SIDE_PT / h);
  const [width, height] = [w * scale, h * scale];
  const pdf = new jsPDF({
    unit: "pt",
    format: [width, height],
    orientation: width > height ? "landscape" : "portrait",
    putOnlyUsedFonts: true,
    compress: true,
  });
  pdf.setProperties({ title, creator: "Carveout" });
  await Promise.all(FONTS.map((font) => addFont(pdf, font)));
  const text = await svgText(print, title);
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  await svg2pdf(svg, pdf, { width, height });
  return pdf.output("blob");
}

async function addFont(pdf: jsPDF, { family, weight, address }: (typeof FONTS)[number]): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok)
    throw new Error(
      `The server gave no ${family} for the PDF (${answer.status}). Reload the page, then try again.`,
    );
  const file = `${family}-${weight}.ttf`;
  const bytes = await answer.arrayBuffer();
  // Text that ends or centres somewhere is measured in the page, under the font's own name.
  document.fonts.add(await new FontFace(family, bytes, { weight: String(weight) }).load());
  pdf.addFileToVFS(file, base64(new Uint8Array(bytes)));
  pdf.addFont(file, family, "normal", weight);
}

function base64(bytes: Uint8Array): string {
  const CHUNK = 0x8000;
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}
