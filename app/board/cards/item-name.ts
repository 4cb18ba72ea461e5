import { type PlacedJson, strategyOf } from "@carveout/model";

const UNNAMED: Readonly<Record<PlacedJson["kind"], string>> = {
  profile: "Profile",
  strategy: "Strategy",
  workload: "Workload",
  experiment: "Experiment",
  proposal: "Proposal",
  note: "Note",
  text: "Text",
  shape: "Shape",
  ink: "Ink",
  frame: "Frame",
  image: "Image",
};

/** What an item is called: its name, else its first words, else its strategy's title or what is drawn, else its kind. */
export function itemName(item: PlacedJson): string {
  const unnamed = UNNAMED[item.kind];
  switch (item.kind) {
    case "note":
    case "text":
      return firstWords(item.text) || unnamed;
    case "shape":
      return firstWords(item.text) || capitalised(String(item.fields.form ?? "rectangle"));
    case "ink":
      return unnamed;
    case "image":
      return firstWords(String(item.fields.alt ?? "")) || unnamed;
    case "strategy":
      return item.name || (strategyOf(item.family, item.type)?.title ?? item.type);
    default:
      return item.name || unnamed;
  }
}

/** Of the first line, without the marks of a heading, a quotation or a list. */
function firstWords(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.replace(/^(?:#{1,6}|>|[-*+])\s+/, "").slice(0, 60);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
