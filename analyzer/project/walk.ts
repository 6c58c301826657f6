import { readdirSync } from "node:fs";
import { isForeignFolder } from "./own.js";

/** What lies under a folder, dependencies and build outputs left out. */
export interface Tree {
  /** Source and schema files, and those that may tell what is deployed. */
  readonly files: readonly string[];
  readonly tsconfigs: readonly string[];
  readonly packages: readonly string[];
}

const WANTED = /(\.([cm]?[jt]sx?|prisma|zmodel|sql|ya?ml)|^vercel\.json)$/;
const TSCONFIG = /^(tsconfig|jsconfig)(\..+)?\.json$/;

/** Lists a folder once, in a stable order; symbolic links are not followed, so a cycle cannot hold it. */
export function walkTree(root: string): Tree {
  const files: string[] = [];
  const tsconfigs: string[] = [];
  const packages: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = folder === "/" ? `/${entry.name}` : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isForeignFolder(entry.name)) folders.push(path);
      } else if (WANTED.test(entry.name)) files.push(path);
      else if (entry.name === "package.json") packages.push(path);
      else if (TSCONFIG.test(entry.name)) tsconfigs.push(path);
    }
  }
  files.sort();
  return { files, tsconfigs: tsconfigs.sort(), packages: packages.sort() };
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
