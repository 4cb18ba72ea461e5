export interface Selection {
  items: readonly string[];
  wires: readonly string[];
}

/** Which items and wires are selected, in the order they were chosen. Mutators return whether anything changed. */
export class SelectionModel {
  private items = new Set<string>();
  private wires = new Set<string>();

  get current(): Selection {
    return { items: [...this.items], wires: [...this.wires] };
  }

  get size(): number {
    return this.items.size + this.wires.size;
  }

  hasItem(id: string): boolean {
    return this.items.has(id);
  }

  hasWire(id: string): boolean {
    return this.wires.has(id);
  }

  set(items: Iterable<string>, wires: Iterable<string> = []): boolean {
    const [nextItems, nextWires] = [new Set(items), new Set(wires)];
    if (isSame(nextItems, this.items) && isSame(nextWires, this.wires)) return false;
    this.items = nextItems;
    this.wires = nextWires;
    return true;
  }

  /** Takes all of them away where all are selected, else adds them. */
  toggle(items: readonly string[], wires: readonly string[] = []): boolean {
    const isAll = items.every((id) => this.items.has(id)) && wires.every((id) => this.wires.has(id));
    for (const [set, ids] of [
      [this.items, items],
      [this.wires, wires],
    ] as const)
      for (const id of ids) {
        if (isAll) set.delete(id);
        else set.add(id);
      }
    return items.length + wires.length > 0;
  }

  /** Drops what no longer exists. */
  keep(isItem: (id: string) => boolean, isWire: (id: string) => boolean): boolean {
    return this.set([...this.items].filter(isItem), [...this.wires].filter(isWire));
  }
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));
