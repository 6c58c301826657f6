/** One leaf of a body: `metadata.order_id` and its text. List positions are written `[]`. */
export interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** The leaves of a value, in order. */
export function leavesOf(value: unknown, path = ""): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, `${path}[]`));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, inner]) => leavesOf(inner, path === "" ? name : `${path}.${name}`));
  }
  return [{ path, text: String(value) }];
}
