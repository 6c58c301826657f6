import { relative } from "node:path";
import type { Site } from "../analyzer/trace.js";

/** A file as seen from the working directory, with `/`. */
export function relativeTo(cwd: string, file: string): string {
  const path = relative(cwd, file).replaceAll("\\", "/");
  return path === "" ? "." : path;
}

/** `src/orders.ts:41:5`, which terminals turn into a link. */
export function placeOf(site: Site, cwd: string): string {
  return `${relativeTo(cwd, site.file)}:${site.line}:${site.column}`;
}
