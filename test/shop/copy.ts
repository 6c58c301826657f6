import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { SHOP } from "./program.js";

const CACHE = join(dirname(dirname(SHOP)), ".cache");

/** A copy of the shop that finds the same libraries and the same harness. */
export function copyShop(): { readonly folder: string; remove(): void } {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "shop-"));
  cpSync(SHOP, folder, { recursive: true, filter: (path) => path !== join(SHOP, "generated") });
  symlinkSync(join(dirname(SHOP), "node_modules"), join(folder, "node_modules"), "junction");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
