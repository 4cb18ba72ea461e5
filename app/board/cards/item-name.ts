import { type CardJson, strategyOf } from "@carveout/model";

const UNNAMED = {
  profile: "Profile",
  strategy: "Strategy",
  workload: "Workload",
  experiment: "Experiment",
  note: "Note",
};

/** What an item is called: its name, else its strategy's title, else its kind. */
export function itemName(item: CardJson): string {
  if (item.kind === "note") return item.text.trim().split("\n")[0]?.slice(0, 60) || UNNAMED.note;
  if (item.name) return item.name;
  if (item.kind === "strategy") return strategyOf(item.family, item.type)?.title ?? item.type;
  return UNNAMED[item.kind];
}
