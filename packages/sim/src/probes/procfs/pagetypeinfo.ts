import { type ProcNode, type ProcView, populated, zoneHead } from "./view";

/** The kernel stops counting a list here (since v5.4), lest it hold the zone's lock for long. */
const LIST_CAP = 100_000;

/**
 * /proc/pagetypeinfo: free blocks by migratetype and order, then pageblocks by migratetype, node after node. The third table,
 * mixed blocks, exists with page_owner=on only. Source: mm/vmstat.c pagetypeinfo_show().
 */
export function pagetypeinfo(view: ProcView): string {
  return view.nodes
    .filter((node) => populated(node).length > 0)
    .map((node) => {
      const head =
        `Page block order: ${view.pageblockOrder}\n` +
        `Pages per block:  ${2 ** view.pageblockOrder}\n` +
        "\n";
      return head + freeTable(view, node) + blockTable(view, node);
    })
    .join("");
}

function freeTable(view: ProcView, node: ProcNode): string {
  const orders = Array.from({ length: view.maxOrder + 1 }, (_, order) => order);
  const columns = (cells: string[]) => `${cells.map((cell) => `${cell} `).join("")}\n`;
  const title = `${"Free pages count per migrate type at order".padEnd(43)} `;
  const lines = populated(node).flatMap((zone) =>
    view.migratetypes.map((type, index) => {
      const counts = orders.map((order) => listCount(zone.freeBlocks[index]?.[order] ?? 0));
      return (
        `Node ${`${node.nid}`.padStart(4)}, zone ${zone.name.padStart(8)}, type ${type.padStart(12)} ` +
        columns(counts)
      );
    }),
  );
  return title + columns(orders.map((order) => `${order}`.padStart(6))) + lines.join("");
}

function listCount(blocks: number): string {
  return blocks >= LIST_CAP ? `>${LIST_CAP}` : `${blocks}`.padStart(6);
}

function blockTable(view: ProcView, node: ProcNode): string {
  const columns = (cells: readonly (string | number)[]) =>
    `${cells.map((cell) => `${`${cell}`.padStart(12)} `).join("")}\n`;
  const title = `\n${"Number of blocks type ".padEnd(23)}${columns(view.migratetypes)}`;
  const lines = populated(node).map(
    (zone) => `${zoneHead(node, zone)} ${columns(view.migratetypes.map((_, i) => zone.pageblocks[i] ?? 0))}`,
  );
  return title + lines.join("");
}
