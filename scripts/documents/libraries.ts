import { groups, libraries, type LibraryGroup } from "../../analyzer/models/index.js";
import type { LibraryModel } from "../../analyzer/models/model.js";
import type { Document } from "./document.js";

/** The page of every library that the analyzer knows. */
export const libraryTable: Document = {
  path: "docs/libraries.md",
  render: () => `${introduction()}\n${groups.map(section).join("\n")}`,
};

function introduction(): string {
  return `# Libraries

${libraries.length} libraries, generated from \`analyzer/models\` by \`npm run docs\`. A library that is missing here is opaque: calls of it are
counted by \`idemlint check --stats\`, never judged. [CONTRIBUTING.md](../CONTRIBUTING.md) says how to add one.
`;
}

function section({ title, libraries: listed }: LibraryGroup): string {
  const items = [...listed].sort((a, b) => a.library.localeCompare(b.library)).map(item);
  return `## ${title}\n\n${items.join("\n")}\n`;
}

function item(model: LibraryModel): string {
  const versions = model.versions === "*" ? "" : ` ${model.versions}`;
  return `- **[${model.library}](${model.docs})**${versions}: ${known(model).join(", ")}\\\n  ${importedAs(model)}`;
}

/** The first few ways to import it; the rest are subpaths and drivers of the same. */
function importedAs({ packages, globals = [] }: LibraryModel): string {
  const names = [...packages.map((name) => `\`${name}\``), ...globals.map((name) => `global \`${name}\``)];
  const more = names.length > SHOWN + 1 ? `, and ${names.length - SHOWN} more` : "";
  return (more === "" ? names : names.slice(0, SHOWN)).join(", ") + more;
}

const SHOWN = 4;

function known(model: LibraryModel): readonly string[] {
  const parts: readonly (readonly [string, boolean])[] = [
    ["entry points", some(model.entries)],
    ["effects", (model.calls ?? []).some((call) => call.effect !== "read")],
    ["keys", (model.calls ?? []).some((call) => call.key !== undefined)],
    ["conflicts", some(model.conflicts)],
    ["transactions", some(model.brackets) || (model.wrappers ?? []).some((wrapper) => wrapper.kind === "transaction")],
    ["retries", (model.wrappers ?? []).some((wrapper) => wrapper.kind === "retry")],
    ["guards", some(model.middleware) || [...(model.wrappers ?? []), ...(model.decorators ?? [])].some(guards)],
    ["values made anew", (model.sources ?? []).some((source) => source.kind === "attempt")],
  ];
  return parts.filter(([, holds]) => holds).map(([name]) => name);
}

function guards({ kind }: { readonly kind: string }): boolean {
  return kind === "guard" || kind === "lock" || kind === "step";
}

function some(list: readonly unknown[] | undefined): boolean {
  return (list?.length ?? 0) > 0;
}
