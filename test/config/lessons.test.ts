import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openSession, type Session } from "../../rules/session.js";
import { removeTrees, tree, type TemporaryTree } from "../project/tree.js";

/** A consumer whose guards only its company knows. */
const project = {
  "package.json": "{}",
  "tsconfig.json": "{}",
  "src/support/runner.ts": `
    import { remote } from "@acme/remote";
    export class Runner { async once<T>(key: string, run: () => Promise<T>): Promise<T> { return remote(key, run); } }
    export async function audited<T>(pool: Pool, what: string, run: () => Promise<T>): Promise<T> { return remote(pool, what, run); }`,
  "src/worker.ts": `
    import { Worker } from "bullmq";
    import Stripe from "stripe";
    import { audit } from "@acme/audit";
    import { once, seen } from "@acme/idempotency";
    import { audited, Runner } from "./support/runner";
    const stripe = new Stripe("key");
    class Payments {
      constructor(private readonly runner: Runner) {}
      take(id: string) { return this.runner.once(id, () => stripe.charges.create({ amount: 1 })); }
    }
    const payments = new Payments(new Runner());
    new Worker("packaged", async (job) => { await once(job.data.id, async () => { await stripe.charges.create({ amount: 2 }); }); });
    new Worker("claimed", async (job) => {
      if (await seen(job.data.id)) return;
      await stripe.charges.create({ amount: 3 });
    });
    new Worker("own", async (job) => { await payments.take(job.data.id); });
    new Worker("bare", async (job) => {
      await audit(job.data.ids);
      await audited(pool, "charged", async () => { await stripe.charges.create({ amount: 5 }); });
      await Promise.all(job.data.ids.map(async (id: string) => { await stripe.charges.create({ amount: 4, description: id }); }));
    });
    `,
};

const configurations: Readonly<Record<string, string>> = {
  "": "",
  "idemlint.config.json": `{\n  // ours\n  "guards": [\n    { "form": "itself", "from": "@acme/audit", "call": "audit" }\n  ]\n}\n`,
  "idemlint.config.ts": `import { defineConfig } from "idemlint";\n\nexport default defineConfig({\n  preset: 'recommended',\n  riskWords: {},\n});\n`,
  "idemlint.config.js": `const config = { guards: [{ form: "itself", from: "@acme/audit", call: "audit" }] };\nmodule.exports = config;\n`,
  "idemlint.config.mjs": `const guards = [];\nexport default {\n\tguards,\n\tpreset: "recommended" };\n`,
};

describe("what the user can teach", () => {
  after(removeTrees);

  it("is what stands around the effect and nobody knows: a package's wrapper, its condition, a wrapper of the project", () => {
    const { session } = opened(tree(project));
    assert.deepEqual(
      findings(session).map((finding) => [finding.entry.name, ...session.lessons(finding).map(({ title }) => title)]),
      [
        ["queue own", "Teach Idemlint: Runner#once runs this once for id (idemlint.config.json)"],
        ["queue packaged", "Teach Idemlint: once runs this once for job.data.id (idemlint.config.json)"],
        ["queue claimed", "Teach Idemlint: seen is false for the first attempt alone (idemlint.config.json)"],
        ["queue bare"],
        ["queue bare"],
      ],
    );
  });

  for (const [name, text] of Object.entries(configurations)) {
    it(`is written into ${name || "a new configuration"} in its own hand, and the findings go`, () => {
      const files = tree({ ...project, ...(name && { [name]: text }) });
      const { session, apply } = opened(files);
      for (const entry of ["queue own", "queue packaged", "queue claimed"]) {
        const finding = findings(session).find((one) => one.entry.name === entry);
        assert.ok(finding, entry);
        const [lesson] = session.lessons(finding);
        assert.ok(lesson, `nothing to teach about ${entry}`);
        apply(lesson.edits);
      }
      assert.deepEqual(
        findings(session).map((finding) => finding.entry.name),
        ["queue bare", "queue bare"],
        readFileSync(files.path(name || "idemlint.config.json"), "utf8"),
      );
      assert.equal(session.check({ preset: "recommended" }).misconfigured, undefined);
    });

    it(`sets how loud a rule is in ${name || "a new configuration"}, and changes its mind`, () => {
      const files = tree({ ...project, ...(name && { [name]: text }) });
      const { session, apply } = opened(files);
      for (const severity of ["off", "warning"] as const) {
        const lesson = session.severityLesson("missing-idempotency-key", severity);
        assert.ok(lesson);
        apply(lesson.edits);
        const severities = new Set(findings(session).map((finding) => finding.severity));
        assert.deepEqual([...severities], severity === "off" ? [] : ["warning"]);
      }
    });
  }

  it("is nothing where the configuration does not write its lists out", () => {
    const files = tree({
      ...project,
      "more.ts": "export const guards = [];",
      "idemlint.config.ts": `import { guards } from "./more";\nexport default { guards };\n`,
    });
    const { session } = opened(files);
    const [finding] = findings(session);
    assert.ok(finding);
    assert.deepEqual(session.lessons(finding), []);
  });
});

function findings(session: Session) {
  return session.check({ preset: "recommended" }).findings;
}

/** Edits are applied to the disk, as an editor that saves does it. */
function opened(files: TemporaryTree) {
  const result = openSession({ cwd: files.root });
  if (!result.ok) throw new Error(result.problem.message);
  const { session } = result;
  return {
    session,
    apply: (edits: readonly { file: string; start: number; end: number; text: string }[]) => {
      for (const { file, start, end, text } of edits) {
        const name = file.slice(files.root.length + 1);
        const before = name in configurations || start > 0 || end > 0 ? read(file) : "";
        files.write(name, before.slice(0, start) + text + before.slice(end));
        session.touch(file);
      }
    },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
