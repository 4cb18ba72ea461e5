import { freeBlocksByOrder, type ProcView, populated, zoneHead } from "./view";

/** /proc/buddyinfo: free blocks by order, a line for each zone with pages. Source: mm/vmstat.c frag_show_print(). */
export function buddyinfo(view: ProcView): string {
  return view.nodes
    .flatMap((node) =>
      populated(node).map((zone) => {
        const counts = freeBlocksByOrder(zone, view.maxOrder).map((blocks) => `${blocks}`.padStart(6));
        return `${zoneHead(node, zone)} ${counts.join(" ")} \n`;
      }),
    )
    .join("");
}
