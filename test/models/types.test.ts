import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { libraries } from "../../analyzer/models/index.js";
import { compileLibrary, callPath } from "../../analyzer/models/patterns.js";
import { loadPublishedTypes, type PublishedTypes } from "./published-types.js";

const FIXTURES = join(import.meta.dirname, "../../fixtures");

describe("the models against the libraries' published types", function () {
  this.timeout(900_000);
  if (!existsSync(join(FIXTURES, "node_modules/.package-lock.json"))) {
    it.skip("not run, because fixtures/node_modules is missing: run npm ci --prefix fixtures");
    return;
  }
  let types: PublishedTypes;
  before(async () => {
    if (
      !["shop", "libraries", "prisma-mongodb"].every((name) => existsSync(join(FIXTURES, name, "generated/prisma")))
    ) {
      const { generateClients } = await import("../../fixtures/generate.js");
      generateClients();
    }
    types = loadPublishedTypes(libraries);
  });

  for (const library of libraries) {
    it(`${library.library}: every modelled member is there`, () => {
      const {
        calls = [],
        sources = [],
        wrappers = [],
        middleware = [],
        mounts = [],
        signatures = [],
        spoken = [],
      } = library;
      const items = [...calls, ...sources, ...wrappers, ...middleware, ...mounts, ...signatures, ...spoken];
      const entries = (library.entries ?? []).flatMap((entry) => (entry.on === "call" ? [entry.match] : []));
      const emitted = (library.emitters ?? []).flatMap(({ emit, on = [] }) => [emit, on].flat());
      const chosen = (library.choices ?? []).flatMap(({ on, cases, ends }) =>
        [...cases, ...ends].map((name) => `${on}.${name}`),
      );
      const found = items.map((item) => item.match);
      const patterns = [...found, ...entries, ...emitted, ...chosen, ...(library.changes ?? [])].flat();
      const available = types.installed(library).length > 0 || library.globals !== undefined;
      assert.ok(available || patterns.length === 0, `none of ${library.packages.join(", ")} is installed`);
      const missing = patterns.filter((pattern) => !types.has(library, pattern));
      assert.deepEqual([...new Set(missing)], []);
    });

    it(`${library.library}: every exported name that is modelled is there`, () => {
      const names = (library.entries ?? []).flatMap((entry) => {
        if (entry.on === "decorator") return [entry.decorator, ...Object.keys(entry.parameterDecorators ?? {})];
        if (entry.on === "method") return [entry.extends ?? []].flat();
        return entry.on === "type" ? entry.types : [];
      });
      const { decorators: wraps = [], emitters = [] } = library;
      const decorators = [...wraps, ...emitters].flatMap((model) => model.decorator ?? []);
      const acting = wraps.flatMap((model) => model.actsBy ?? []);
      const classes = (library.conflicts ?? []).flatMap((conflict) => conflict.instance ?? []);
      const commands = (library.calls ?? []).flatMap((call) => call.command ?? []);
      const missing = [...names, ...decorators, ...acting, ...classes, ...commands].filter(
        (name) => !types.exports(library, name) && !types.has(library, name),
      );
      assert.deepEqual([...new Set(missing)], []);
    });
  }

  it("leads from a library's factory to its instance", () => {
    const express = libraries.find((library) => library.library === "Express");
    assert.ok(express);
    assert.equal(callPath(compileLibrary(express), "default"), "Application#");
    assert.ok(types.has(express, "Application#post"));
    assert.ok(!types.has(express, "Application#posts"));
  });
});
