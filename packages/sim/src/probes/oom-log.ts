import { oomText } from "../allocator/slowpath/memory-report";
import type { Machine } from "../machine/machine";
import type { ProcFile } from "../output";
import { count } from "../text";

/** Requests for which the kernel calls the OOM killer. There are no processes, so that it finds nobody and each of them fails. */
export class OomLog {
  private calls = 0;
  private callsBefore = 0;
  private firstMs = 0;
  private text = "";

  /** After a request that failed. */
  note(machine: Machine, timeMs: number): void {
    const { slowPath } = machine.allocator;
    if (slowPath.oomCalls === this.callsBefore) return;
    this.callsBefore = slowPath.oomCalls;
    if (slowPath.oom !== null) {
      this.firstMs = timeMs;
      this.text = oomText(slowPath.oom, machine.early.input.pageSizeBytes);
      // The log shows the first one.
      slowPath.oom = null;
      slowPath.reportsOom = false;
    }
    this.calls++;
  }

  /** What the kernel would have logged at the first of them; nothing if there was none. */
  files(): ProcFile[] {
    if (this.calls === 0) return [];
    const leftOut =
      `The first of ${count(this.calls)} reports, at ${this.firstMs.toFixed(3)} ms. Not simulated, hence left out: the ` +
      "caller's name and stack, page cache, anonymous memory and slabs, the table of tasks. There is nobody to kill: the " +
      "request fails.";
    return [{ path: "dmesg", text: this.text, leftOut }];
  }
}
