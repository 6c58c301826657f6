// `npm run new-rule -- <id> "<summary>" [keys|guards|time|governance]`: writes the files of a rule and lists it.
import { join } from "node:path";
import { createFiles, enlist } from "./scaffold/files.js";
import { ruleFiles } from "./scaffold/rule-files.js";

const GROUPS = ["keys", "guards", "time", "governance"];
const [id = "", summary = "", group = "guards"] = process.argv.slice(2);

if (!/^[a-z]+(-[a-z]+)+$/.test(id) || summary === "" || !GROUPS.includes(group)) {
  console.error(`Usage: npm run new-rule -- <id> "<what it says, one sentence>" [${GROUPS.join("|")}]`);
  console.error("The id names the fault in lower case with hyphens: unstable-key.");
  process.exitCode = 2;
} else {
  const root = join(import.meta.dirname, "..");
  const name = id.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const files = ruleFiles({ id, summary: summary.replace(/\.$/, ""), group });
  createFiles(root, files);
  enlist(join(root, "rules", "index.ts"), {
    importLine: `import ${name} from "./${id}.js";`,
    list: "rules: readonly Rule[] = [",
    item: `  ${name},`,
    place: "last",
  });
  for (const { path } of files) console.log(`wrote ${path}`);
  console.log(`listed in rules/index.ts
Now write the fixtures first, then the check. \`npm test -- -g ${id}\` says what is missing.`);
}
