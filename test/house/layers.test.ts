import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { filesOf, importsOf, root } from "./sources.js";

interface Layer {
  readonly name: string;
  /** Where its files are: a folder ends with `/`. */
  readonly at: readonly string[];
  /** Which other layers it may import. */
  readonly from: readonly string[];
}

/** Who may import whom. Imports run one way, from the top of this table to its end. */
const layers: readonly Layer[] = [
  { name: "trace", at: ["analyzer/trace.ts"], from: [] },
  { name: "sql", at: ["analyzer/sql/"], from: [] },
  { name: "project", at: ["analyzer/project.ts", "analyzer/project/"], from: [] },
  { name: "values", at: ["analyzer/sites.ts", "analyzer/provenance.ts", "analyzer/risk.ts"], from: ["trace"] },
  { name: "models", at: ["analyzer/models/"], from: ["trace"] },
  { name: "schema", at: ["analyzer/schema/"], from: ["trace", "sql"] },
  { name: "uniqueness", at: ["analyzer/uniqueness.ts"], from: ["trace", "values", "schema"] },
  {
    name: "interpreter",
    at: ["analyzer/interpreter/"],
    from: ["trace", "sql", "project", "values", "models", "schema", "uniqueness"],
  },
  {
    name: "entry points",
    at: ["analyzer/entry-points/"],
    from: ["trace", "values", "models", "interpreter"],
  },
  {
    name: "configuration",
    at: ["analyzer/config/"],
    from: ["trace", "project", "values", "models", "interpreter"],
  },
  {
    name: "engine",
    at: ["analyzer/engine.ts"],
    from: ["trace", "project", "values", "models", "schema", "interpreter", "entry points"],
  },
  {
    name: "rules",
    at: ["rules/"],
    from: ["trace", "project", "values", "models", "schema", "uniqueness", "interpreter", "configuration", "engine"],
  },
  { name: "harness", at: ["harness/"], from: ["trace"] },
  { name: "map", at: ["map/"], from: ["trace", "harness"] },
  { name: "protocol", at: ["server/protocol.ts"], from: [] },
  { name: "server", at: ["server/"], from: ["trace", "rules", "map", "protocol"] },
  { name: "set-up", at: [".ci/"], from: [] },
  { name: "cli", at: ["cli/"], from: ["trace", "values", "rules", "map", "harness", "set-up"] },
  { name: "extension", at: ["extension/"], from: ["protocol"] },
];

describe("layers", () => {
  const files = filesOf([".ci", "analyzer", "rules", "map", "server", "cli", "harness", "extension"], ".ts", ".mjs");

  it("hold every file", () => {
    assert.deepEqual(
      files.filter((file) => layerOf(file) === undefined),
      [],
    );
    for (const { name, at } of layers)
      assert.ok(
        files.some((file) => layerOf(file)?.name === name),
        `${name}: ${at.join(", ")}`,
      );
  });

  it("import one way: no layer imports a later one", () => {
    layers.forEach(({ name, from }, index) => {
      const before = layers.slice(0, index).map((layer) => layer.name);
      for (const other of from) assert.ok(before.includes(other), `${name} imports ${other}`);
    });
  });

  for (const { name, from } of layers)
    it(`${name} imports ${from.length > 0 ? from.join(", ") : "no other layer"}`, () => {
      const seen = new Set<string>();
      for (const file of files.filter((file) => layerOf(file)?.name === name))
        for (const imported of importsOf(file).filter((other) => other.includes("/") && isOurs(other))) {
          const other = layerOf(imported)?.name ?? imported;
          assert.ok(other === name || from.includes(other), `${file} imports ${imported}`);
          seen.add(other);
        }
      const unused = from.filter((other) => !seen.has(other));
      assert.deepEqual(unused, [], "the table allows what nothing needs");
    });

  it("ship only code that imports what the package depends on", () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly peerDependencies: Readonly<Record<string, string>>;
    };
    const allowed = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
    const shipped = filesOf(["analyzer", "rules", "map", "server", "cli", "harness"], ".ts");
    for (const file of shipped.filter((file) => !file.startsWith("cli/demo")))
      for (const specifier of importsOf(file).filter((other) => !isOurs(other) && !isBuiltin(other))) {
        const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
        assert.ok(allowed.has(name), `${file} imports ${specifier}`);
      }
  });
});

function layerOf(file: string): Layer | undefined {
  return layers.find(({ at }) => at.some((place) => (place.endsWith("/") ? file.startsWith(place) : file === place)));
}

/** A path in the repository, not a package. */
function isOurs(imported: string): boolean {
  return /\.(ts|mjs|mts|json)$/.test(imported);
}
