import { existsSync } from "node:fs";
import { dirname } from "node:path/posix";

/** The folder that git keeps and that holds `folder`; `undefined` outside of any. */
export function repositoryAround(folder: string): string | undefined {
  for (let at = folder.replaceAll("\\", "/"); ; at = dirname(at)) {
    if (existsSync(`${at}/.git`)) return at;
    if (dirname(at) === at) return undefined;
  }
}
