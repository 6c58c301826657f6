import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkFolder, FIXTURES } from "../rules/check-folder.js";
import { difference, rulings, textsOf, variants } from "./variants.js";

const SHOP = join(FIXTURES, "shop").replaceAll("\\", "/");

/** Where the reviewed rulings are kept. */
export const RECORD = join(import.meta.dirname, "rulings.txt");

/** What is found in the sample service and in each of its variants, as kept in the reviewed file. */
export function record(): string {
  const base = rulings(checkFolder(SHOP).findings, SHOP);
  const files = filesOfShop();
  const parts = variants.map((variant) => {
    const found = rulings(checkFolder(SHOP, textsOf(variant, files)).findings, SHOP);
    return section(`the sample service ${variant.name}`, difference(base, found));
  });
  return [HEADER, section("the sample service", base), ...parts].join("\n");
}

const HEADER =
  "# What Idemlint says of the sample service. Written by `npm run rulings`; every change of it is for review.\n";

function section(title: string, lines: readonly string[]): string {
  return `## ${title}: ${lines.length}\n\n${lines.map((line) => `${line}\n`).join("")}`;
}

function filesOfShop(): readonly string[] {
  return readdirSync(SHOP, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(ts|prisma|sql)$/.test(name) && !/(^|\/)(node_modules|generated|test|scenarios)\//.test(name))
    .map((name) => `${SHOP}/${name}`);
}
