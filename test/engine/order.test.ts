import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createAnalyzer } from "../../analyzer/engine.js";
import { openProject, type Project } from "../../analyzer/project.js";
import { schemaIndexer } from "../../analyzer/schema/build-index.js";
import { entriesWith } from "../../analyzer/schema/files.js";
import type { Effect, Trace } from "../../analyzer/trace.js";
import { FIXTURES, LIBRARIES } from "../rules/check-folder.js";
import { expectationsIn, sourcesOf } from "../rules/expectations.js";

describe("the order in which files are walked", function () {
  this.timeout(120_000);

  const folders = readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .filter((name) => name !== "node_modules" && name !== LIBRARIES)
    .filter((name) => sourcesOf(join(FIXTURES, name)).some((file) => expectationsIn(file).length > 0));
  for (const name of folders)
    it(`does not matter in ${name}`, () => {
      const folder = join(FIXTURES, name).replaceAll("\\", "/");
      const known = walked(folder, (all) => all);
      assert.deepEqual(
        walked(folder, (files) => files.toReversed()),
        known,
      );
      assert.deepEqual(
        walked(folder, (files) => files.toSorted((a, b) => scattered(a) - scattered(b))),
        known,
      );
    });
});

/** What the entry points of a folder do, when its files are taken in this order. */
function walked(folder: string, order: (files: readonly string[]) => readonly string[]): readonly string[] {
  const opened = openProject({ cwd: folder, paths: [folder] });
  assert.ok(opened.ok);
  const { project } = opened;
  const files = order(project.files());
  const ordered: Project = {
    ...project,
    files: () => files,
    sources: () => files.flatMap((file) => project.source(file) ?? []),
  };
  const schema = schemaIndexer({
    roots: project.schemaRoots,
    files: { entries: (at) => entriesWith(at, new Set()), read: (file) => project.text(file) },
    sources: () => project.sources(),
  });
  return createAnalyzer({ project: ordered, schema: () => schema.index() })
    .analyze()
    .traces.flatMap(lines)
    .sort();
}

function lines({ entry, effects }: Trace): readonly string[] {
  return effects.map((effect) => `${entry.site.file}:${entry.site.line} ${entry.name}: ${line(effect)}`);
}

function line({ kind, name, sink, path, guards, checks, key, values }: Effect): string {
  const made = (one: (typeof values)[string] | undefined): string =>
    one ? [...new Set(one.sources.map(({ kind: source }) => source))].sort().join("+") : "";
  return [
    `${kind} ${name} at ${sink.line}:${sink.column}`,
    `through ${path.map(({ site }) => site.line).join(">")}`,
    `guards ${guards
      .map((guard) => guard.kind)
      .sort()
      .join()}`,
    `checks ${checks.length}`,
    `key ${made(key?.value)}`,
    Object.entries(values)
      .map(([column, value]) => `${column}=${made(value)}`)
      .sort()
      .join(),
  ].join(", ");
}

/** A number that has nothing to do with the order of the alphabet. */
function scattered(text: string): number {
  let sum = 7;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) % 65_521;
  return sum;
}
