import { rules } from "../../rules/index.js";
import type { Document } from "./document.js";

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Record<string, Record<string, unknown>> } };
}

/** The setting of the extension that lists the rules. */
export const extensionSettings: Document = {
  path: "extension/package.json",
  render(current) {
    const manifest = JSON.parse(current) as Manifest;
    const setting = manifest.contributes.configuration.properties["idemlint.rules"];
    if (!setting) throw new Error("the extension's manifest has no idemlint.rules");
    const ids = rules.map(({ id, summary }) => [id, `${summary}.`] as const).sort(([a], [b]) => a.localeCompare(b));
    setting["properties"] = Object.fromEntries(
      ids.map(([id, markdownDescription]) => [id, { enum: severities, enumDescriptions, markdownDescription }]),
    );
    return JSON.stringify(manifest, undefined, 2);
  },
};

const severities = ["error", "warning", "info", "off"];
const enumDescriptions = [
  "Fails the check.",
  "Shown; does not fail the check.",
  "Shown as information.",
  "Never reported in this workspace.",
];
