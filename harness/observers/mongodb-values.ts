import { isObject } from "../recorders/patch.js";
import type { Row } from "./observer.js";

/** A document as a row: a column for each leaf (`customer.name`), lists as one value. */
export function documentRow(document: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(leaves(document, ""));
}

/** Whether a value is an id that the driver made. */
export function isObjectId(value: unknown): boolean {
  return isObject(value) && typeof value["toHexString"] === "function";
}

function leaves(value: Readonly<Record<string, unknown>>, path: string): readonly (readonly [string, string | null])[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = path === "" ? name : `${path}.${name}`;
    return isPlain(inner) && Object.keys(inner).length > 0 ? leaves(inner, here) : [[here, textOf(inner)] as const];
  });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !("_bsontype" in value) && !(value instanceof Date) && !(value instanceof Uint8Array);
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return isPlain(value) || Array.isArray(value) ? JSON.stringify(jsonOf(value)) : scalar(value);
}

/** Objects with their members in order, so that two that are alike read alike. */
function jsonOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (!isPlain(value)) return textOf(value);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, jsonOf(value[name])]),
  );
}

function scalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (isObject(value) && typeof value["toHexString"] === "function") return String(value["toHexString"].call(value));
  return String(value);
}
