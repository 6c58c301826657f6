import { readProofs, type Proofs } from "../map/proofs.js";
import type { Folder } from "./session-pool.js";

/** What runs showed in a folder, read once for each of its checks. */
export function createFolderProofs(): (folder: Folder) => Proofs {
  const read = new Map<string, { readonly version: number; readonly proofs: Proofs }>();
  return (folder) => {
    const known = read.get(folder.root);
    if (known?.version === folder.version) return known.proofs;
    const proofs = readProofs([folder.root]);
    read.set(folder.root, { version: folder.version, proofs });
    return proofs;
  };
}
