// `npm run docs`: writes what is made from the code into the documents. `-- --check` only says what is out of date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { documents } from "./documents/index.js";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

for (const { path, render } of documents) {
  const file = join(root, path);
  const current = existsSync(file) ? readFileSync(file, "utf8") : "";
  const wanted = await format(render(current), { ...(await resolveConfig(file)), filepath: file });
  if (wanted === current) continue;
  if (check) {
    console.error(`${path} is out of date. Run \`npm run docs\`.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, wanted);
    console.log(`wrote ${path}`);
  }
}
