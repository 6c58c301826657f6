import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import ts from "typescript";
import { mutantsOf, outcomeOf } from "../../bench/harness/mutant-runs.js";
import { withProbes } from "../../bench/harness/probes.js";
import { repairedFixture } from "../../bench/harness/right-handlers.js";
import { movesIn } from "../../bench/mutants/move.js";
import { mutated } from "../../bench/mutants/mutation.js";

describe("mutants of right handlers, run", function () {
  this.timeout(240_000);

  it("shows each way to take the key of a repaired fixture away, and puts the fixture back", async () => {
    const handlers = repairedFixture("unstable-key");
    assert.ok(handlers);
    try {
      const mutants = await mutantsOf(handlers);
      assert.deepEqual(mutants.map(({ mutation }) => mutation.operator).sort(), ["drop the key", "make the key fresh"]);
      for (const mutant of mutants) {
        const outcome = await outcomeOf(handlers, mutant);
        assert.equal(outcome.kind, "shown", JSON.stringify(outcome));
      }
      assert.equal((await handlers.verify("unstable-key")).verdict, "refuted");
    } finally {
      handlers.remove();
    }
    assert.equal(existsSync(handlers.folder), false);
  });

  it("leaves out a rule that no machine repairs", () => assert.equal(repairedFixture("dual-write"), undefined));

  it("puts a probe before the statement, or into the arrow function, that a place stands in", () => {
    const text = "const twice = (n: number) => n * 2;\nfunction f(a: number) {\n  if (a > 1) return twice(a);\n}\n";
    const probes = [text.indexOf("n * 2"), text.indexOf("return")].map((start, id) => ({ id, start }));
    assert.equal(
      withProbes("a.ts", text, probes),
      'const twice = (n: number) => (globalThis["idemlintReached"]?.(0), n * 2);\n' +
        'function f(a: number) {\n  globalThis["idemlintReached"]?.(1); if (a > 1) return twice(a);\n}\n',
    );
  });

  it("moves an effect before its claim, unless it needs what the claim gives", () => {
    const text = (use: string): string =>
      `async function f(id: string) {\n  const won = await claim(id);\n  if (!won) return;\n  await send(${use});\n}\n`;
    const moved = (use: string): readonly string[] =>
      movesIn(ts.createSourceFile("a.ts", text(use), ts.ScriptTarget.ESNext, true)).map((one) =>
        mutated(text(use), one).replaceAll(/\s+/g, " "),
      );
    assert.deepEqual(moved("id"), [
      "async function f(id: string) { await send(id); const won = await claim(id); if (!won) return; } ",
    ]);
    assert.deepEqual(moved("won"), []);
  });
});
