function fieldsOf(body: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The same request with one value changed to another of its type. */
export function otherBody(body: string): string | undefined {
  const fields = fieldsOf(body);
  if (!fields) return undefined;
  const entry =
    Object.entries(fields).find(([, value]) => typeof value === "number") ??
    Object.entries(fields).find(([, value]) => typeof value === "string");
  if (!entry) return JSON.stringify({ ...fields, other: true });
  const [name, value] = entry;
  return JSON.stringify({ ...fields, [name]: typeof value === "number" ? value + 1 : `${String(value)}2` });
}

/** The same body with its fields in another order. */
export function reorder(body: string): string | undefined {
  const entries = Object.entries(fieldsOf(body) ?? {});
  return entries.length < 2 ? undefined : JSON.stringify(Object.fromEntries(entries.reverse()), undefined, 1);
}
