import assert from "node:assert/strict";
import { libraries } from "../../analyzer/models/index.js";
import { compilePattern, compileLibrary, decidingCalls, matches } from "../../analyzer/models/patterns.js";

describe("the library models", () => {
  it("are values: they survive a trip through JSON", () => {
    for (const library of libraries) assert.deepEqual(JSON.parse(JSON.stringify(library)), library, library.library);
  });

  it("name each library once, and each package and global in one library", () => {
    assertDistinct(libraries.map((library) => library.library));
    assertDistinct(libraries.flatMap((library) => library.packages));
    assertDistinct(libraries.flatMap((library) => library.globals ?? []));
  });

  it("link to documentation", () => {
    for (const library of libraries) assert.equal(new URL(library.docs).protocol, "https:", library.library);
  });

  it("do something", () => {
    for (const library of libraries) {
      const parts = [
        library.calls,
        library.sources,
        library.wrappers,
        library.decorators,
        library.middleware,
        library.entries,
        library.emitters,
        library.containers,
        library.texts,
        library.makers,
        library.choices,
        // What a value is named after: the table that `Resource.Orders.name` holds the name of.
        Object.values(library.names ?? {}).filter((to) => to === "*"),
      ];
      assert.ok(
        parts.some((part) => part !== undefined && part.length > 0),
        library.library,
      );
    }
  });

  it("claim a path once, unless conditions or a command tell the models apart", () => {
    for (const library of libraries) {
      const seen = new Set<string>();
      for (const call of library.calls ?? []) {
        const apart = JSON.stringify([call.command ?? "", call.when ?? "", call.onlyWith ?? ""]);
        for (const pattern of texts(call.match)) {
          const claim = `${library.library} ${pattern} ${apart}`;
          assert.ok(!seen.has(claim), `${claim} is modelled twice`);
          seen.add(claim);
        }
      }
    }
  });

  it("let no model hide a later one entirely", () => {
    for (const library of libraries) {
      const compiled = compileLibrary(library);
      for (const call of library.calls ?? []) {
        for (const pattern of texts(call.match)) {
          if (pattern.includes("*")) continue;
          const deciding = decidingCalls(compiled, pattern).filter((match) => match.depth === 0);
          const before = deciding.slice(
            0,
            deciding.findIndex((match) => match.model === call),
          );
          const hiding = before.find(
            ({ model }) => model.when === undefined && model.command === undefined && model.onlyWith === undefined,
          );
          assert.equal(hiding, undefined, `${library.library}: ${pattern} never decides`);
        }
      }
    }
  });

  it("fold names into names that stay", () => {
    for (const library of libraries) {
      for (const [from, to] of Object.entries(library.names ?? {})) {
        const again = Object.entries(library.names ?? {}).find(
          ([key]) => key !== from && matches(compilePattern(key), to),
        );
        assert.equal(again, undefined, `${library.library}: ${from} folds into ${to}, which folds on`);
      }
    }
  });

  it("say of every entry point what repeats it, and of every wrapper what it does", () => {
    for (const library of libraries) {
      for (const entry of library.entries ?? []) assert.match(entry.repeatedBy, /^\S.*[^.]$/, library.library);
      for (const wrapper of library.wrappers ?? []) assert.match(wrapper.what, /^\S.*[^.]$/, library.library);
    }
  });

  it("give entry points that are not safe a stable identity or none, never one that is new each time", () => {
    for (const library of libraries) {
      for (const entry of library.entries ?? []) {
        for (const identity of entry.identities ?? []) {
          const path = identity.expression.replace(/^\{0\}\./, "");
          assert.notEqual(
            entry.parameters?.[0]?.members?.[path],
            "attempt",
            `${library.library}: ${identity.expression}`,
          );
        }
      }
    }
  });
});

function texts(match: string | readonly string[]): readonly string[] {
  return typeof match === "string" ? [match] : match;
}

function assertDistinct(names: readonly string[]): void {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  assert.deepEqual(twice, []);
}
