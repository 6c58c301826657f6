/** A request body as a plain value: JSON, or the bracketed form encoding that Stripe's SDK sends. */
export function parseBody(body: string, contentType: string): unknown {
  if (body === "") return {};
  if (contentType.includes("json") || /^\s*[[{]/.test(body)) {
    try {
      return JSON.parse(body) as unknown;
    } catch {
      return body;
    }
  }
  if (contentType.includes("x-www-form-urlencoded") || /^[\w[\]%.~-]+=/.test(body)) return parseForm(body);
  return body;
}

type Fields = Record<string, unknown>;

function parseForm(body: string): Fields {
  const fields: Fields = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split("[").map((part) => part.replace(/\]$/, ""));
    set(fields, path, value);
  }
  return fields;
}

function set(fields: Fields, path: readonly string[], value: string): void {
  const [head = "", ...rest] = path;
  const name = head === "" ? String(Object.keys(fields).length) : head;
  if (rest.length === 0) {
    fields[name] = value;
    return;
  }
  const inner = fields[name];
  const next = isFields(inner) ? inner : {};
  fields[name] = next;
  set(next, rest, value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** JSON with sorted keys: two bodies that mean the same have the same text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (!isFields(inner) || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
