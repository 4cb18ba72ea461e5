/**
 * `after`, with each part that says what it said in `before` replaced by that very part; `before` itself where nothing differs. Who compares
 * parts by identity is not woken by a change beside theirs. Both are plain data.
 */
export function sharing<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (typeof after !== "object" || after === null || typeof before !== "object" || before === null)
    return after;
  if (Array.isArray(after) !== Array.isArray(before)) return after;
  const old = before as Readonly<Record<string, unknown>>;
  const keys = Object.keys(after);
  let isSame = keys.length === Object.keys(old).length;
  const shared = (Array.isArray(after) ? [...after] : { ...after }) as Record<string, unknown>;
  for (const key of keys) {
    shared[key] = sharing(old[key], shared[key]);
    isSame &&= Object.hasOwn(old, key) && Object.is(shared[key], old[key]);
  }
  return (isSame ? before : shared) as T;
}
