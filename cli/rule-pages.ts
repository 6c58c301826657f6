import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "./package.js";

/** The pages of all rules, by id. */
export function rulePages(): ReadonlyMap<string, string> {
  const ids = readdirSync(packageFile("docs/rules"))
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => file.slice(0, -3))
    .sort();
  return new Map(ids.map((id) => [id, rulePage(id)]));
}

/** The page of one rule. */
export function rulePage(id: string): string {
  return readFileSync(packageFile(`docs/rules/${id}.md`), "utf8");
}
