import { fileURLToPath, pathToFileURL } from "node:url";

/** The absolute path, with `/`, of a `file:` URI; other schemes have none. */
export function fileOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return normalized(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

/** The `file:` URI of a path. */
export function uriOf(file: string): string {
  const known = uris.get(file);
  if (known !== undefined) return known;
  const uri = pathToFileURL(file).href;
  uris.set(file, uri);
  return uri;
}

/** Every step of every finding asks, after every edit. */
const uris = new Map<string, string>();

/** One spelling per file: `/` between names, the drive letter in upper case. */
export function normalized(file: string): string {
  const slashed = file.replaceAll("\\", "/");
  return /^[a-z]:/.test(slashed) ? slashed.charAt(0).toUpperCase() + slashed.slice(1) : slashed;
}

/** Whether a file lies in a folder. */
export function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
