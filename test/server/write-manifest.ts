// Writes what the manifest takes from the rules: `npx tsx test/server/write-manifest.ts`.
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../../rules/index.js";

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Record<string, Record<string, unknown>> } };
}

const file = fileURLToPath(new URL("../../extension/package.json", import.meta.url));
const manifest = JSON.parse(fs.readFileSync(file, "utf8")) as Manifest;
const setting = manifest.contributes.configuration.properties["idemlint.rules"];
if (!setting) throw new Error("the manifest has no idemlint.rules");
setting["properties"] = Object.fromEntries(
  rules
    .map(
      ({ id, summary }) =>
        [id, { enum: ["error", "warning", "info", "off"], markdownDescription: `${summary}.` }] as const,
    )
    .sort(([a], [b]) => a.localeCompare(b)),
);
fs.writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
