import { libraries } from "../../analyzer/models/index.js";
import type { LibraryModel } from "../../analyzer/models/model.js";
import { table, type Document } from "./document.js";

/** The page of every library that the analyzer knows. */
export const libraryTable: Document = {
  path: "docs/libraries.md",
  render: () => `${INTRODUCTION}\n${table(["library", "imported as", "versions", "what is known"], rows())}\n`,
};

const INTRODUCTION = `# Libraries

Generated from \`analyzer/models\` by \`npm run docs\`. A library that is missing here is opaque: calls of it are counted by
\`idemlint check --stats\`, never judged. [CONTRIBUTING.md](../CONTRIBUTING.md) says how to add one.
`;

function rows(): readonly (readonly string[])[] {
  return [...libraries].sort((a, b) => a.library.localeCompare(b.library)).map(row);
}

function row(model: LibraryModel): readonly string[] {
  const names = [...model.packages, ...(model.globals ?? []).map((name) => `global ${name}`)];
  return [
    `[${model.library}](${model.docs})`,
    names.map((name) => `\`${name}\``).join(", "),
    model.versions,
    known(model).join(", "),
  ];
}

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
