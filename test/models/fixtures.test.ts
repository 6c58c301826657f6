import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { libraries } from "../../analyzer/models/index.js";
import type { LibraryModel } from "../../analyzer/models/model.js";

const FOLDER = join(import.meta.dirname, "../../fixtures/libraries");

describe("every library model has a fixture", () => {
  for (const library of libraries.filter(judges)) {
    const name = nameOf(library);
    it(`${library.library} in fixtures/libraries/${name}`, () => {
      const texts = sourcesOf(library).map((file) => readFileSync(file, "utf8"));
      assert.ok(texts.length > 0, `fixtures/libraries/${name}.ts is missing: CONTRIBUTING.md says what it shows`);
      assert.ok(
        texts.some((text) => uses(library, text)),
        `it neither imports ${library.packages.join(", ")} nor uses a global of it`,
      );
    });
  }
});

/** Whether a model says more than which names stand for others. */
function judges(library: LibraryModel): boolean {
  const {
    calls = [],
    entries = [],
    wrappers = [],
    decorators = [],
    middleware = [],
    sources = [],
    texts = [],
  } = library;
  return [calls, entries, wrappers, decorators, middleware, sources, texts].some((list) => list.length > 0);
}

/** One file, or a folder for frameworks in which a file's place says what it is. */
function sourcesOf(library: LibraryModel): readonly string[] {
  const path = join(FOLDER, nameOf(library));
  if (existsSync(`${path}.ts`)) return [`${path}.ts`];
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(path, file));
}

/** The model's name in lower case, without an npm scope, with `-` for what is neither letter nor digit. */
function nameOf({ library }: LibraryModel): string {
  const name = library.toLowerCase().replace(/^@[^/]+\//, "");
  return name.replaceAll(/[^a-z0-9]/g, "-");
}

function uses({ packages, globals = [] }: LibraryModel, text: string): boolean {
  const imported = [...text.matchAll(/(?:from|import|require\()\s*"([^"]+)"/g)].map(([, specifier = ""]) => specifier);
  return (
    imported.some((specifier) => packages.some((name) => claims(name, specifier))) ||
    globals.some((name) => new RegExp(`\\b${name}\\b`).test(text))
  );
}

function claims(name: string, specifier: string): boolean {
  const [before = "", after] = name.split("*");
  if (after === undefined) return specifier === name;
  return specifier.startsWith(before) && specifier.replace(/\.[cm]?js$/, "").endsWith(after);
}
