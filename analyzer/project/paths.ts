import { resolve } from "node:path";
import { ts } from "ts-morph";

/** An absolute path with `/`, from whatever the user or an editor wrote. */
export function absolute(path: string, cwd: string): string {
  const full = resolve(cwd, path).replaceAll("\\", "/");
  // Windows drive letters differ in case between editors and file systems.
  return /^[a-z]:/.test(full) ? full.charAt(0).toUpperCase() + full.slice(1) : full;
}

/** The folder that holds a path; a root is its own parent. */
export function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

/** The folders from a path's own up to the root. */
export function* foldersUp(folder: string): Generator<string> {
  for (let at = folder; ; at = parentOf(at)) {
    yield at;
    if (at === parentOf(at) || /^[A-Z]:$/.test(at)) return;
  }
}

/** Joins and normalises: `join("/a/b", "../c")` is `/a/c`. */
export function join(folder: string, relative: string): string {
  if (/^(\/|[A-Za-z]:[\\/])/.test(relative)) return relative.replaceAll("\\", "/");
  const parts = folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** True for a path inside a folder, or the folder itself. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** A file's text without a byte order mark; `undefined` when it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return ts.sys.readFile(file);
  } catch {
    return undefined;
  }
}
