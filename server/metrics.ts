/** Counters since the start, in the form that Prometheus reads. */
export class Metrics {
  private readonly counts = new Map<string, number>();
  private readonly gauges = new Map<string, () => number>();

  /** Adds to a counter; `label` such as `rule="G10"` splits it. */
  add(name: string, by = 1, label = ""): void {
    const key = label === "" ? name : `${name}{${label}}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  /** A figure that is read when somebody asks. */
  gauge(name: string, read: () => number): void {
    this.gauges.set(name, read);
  }

  text(): string {
    const lines = [...this.counts].map(([key, value]) => `carveout_${key} ${value}`);
    for (const [name, read] of this.gauges) lines.push(`carveout_${name} ${read()}`);
    return `${lines.sort().join("\n")}\n`;
  }
}
