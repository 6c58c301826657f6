import { inside, targetName } from "../interpreter/libraries/places.js";
import type { Value } from "../interpreter/values/value.js";

/** Whether a value can be called as a handler. */
export function isFunction(value: Value): boolean {
  return (
    value.kind === "function" ||
    (value.kind === "unknown" && value.wraps !== undefined) ||
    (value.kind === "union" && value.options.some(isFunction))
  );
}

/** The URL that a file of a file-based router stands for. */
export function routeOf(file: string): string {
  const path = file.replace(/\.[cm]?[jt]sx?$/, "").replace(/\/(route|index|\+server)$/, "");
  const after = /\/(?:app|pages|routes|server)(\/.*)$/.exec(path)?.[1] ?? path.slice(path.lastIndexOf("/"));
  return after.replace(/\/\([^)]*\)/g, "").replace(/^$/, "/");
}

/** What a file is called: the name of its folder where its own says nothing. */
export function fileName(file: string): string {
  const [, folder = "", own = ""] = /(?:([^/]+)\/)?([^/]+?)\.[cm]?[jt]sx?$/.exec(file) ?? [];
  return own === "index" || own === "main" ? folder || own : own;
}

/** A model's name with its holes filled: by name, or by the text of a decorator's argument. */
export function fill(template: string, holes: Readonly<Record<string, string>>, args: readonly Value[] = []): string {
  const filled = template.replace(/\{([^}]+)\}/g, (_, hole: string) => {
    const [index, ...path] = hole.split(".");
    if (/^\d+$/.test(index ?? "")) {
      const value = args[Number(index)];
      return (value && targetName(path.length > 0 ? inside(value, path.join(".")) : value)) ?? "";
    }
    return holes[hole] ?? "";
  });
  return filled.replace(/\s+/g, " ").trim();
}
