import assert from "node:assert/strict";
import { readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { run } from "../../../cli/run.js";
import { removeTrees, tree, type TemporaryTree } from "../../project/tree.js";
import { recorder } from "../fakes.js";
import { repository } from "../known/repository.js";

const key = (stable: boolean) =>
  `export const keyOf = (id: string) => \`order:\${id}${stable ? "" : ":${Date.now()}"}\`;\n`;
const worker = `import { Worker } from "bullmq";
import Stripe from "stripe";
import { PrismaClient } from "@prisma/client";
import { keyOf } from "@/keys";

const [stripe, prisma] = [new Stripe(""), new PrismaClient()];
new Worker("orders", async (job) => {
  await stripe.charges.create({ amount: 1, currency: "eur" }, { idempotencyKey: keyOf(job.data.id) });
  await prisma.payment.createMany({ data: [{ orderId: job.data.id }], skipDuplicates: true });
});
`;
const schema = (unique: boolean) => `model Payment {\n  id Int @id\n  orderId String${unique ? " @unique" : ""}\n}\n`;
const alias = (there: boolean) => JSON.stringify({ compilerOptions: { paths: there ? { "@/*": ["./src/*"] } : {} } });

/** Edits that change what is found, what it is read with, or nothing at all. */
const edits: readonly ((files: TemporaryTree) => void)[] = [
  ({ write }) => write("src/keys.ts", key(false)),
  ({ write }) => write("src/keys.ts", key(true)),
  ({ write }) => write("src/worker.ts", `// moved\n${worker}`),
  ({ write }) => write("src/worker.ts", worker.replace("Worker(", "Worker( /* here */ ")),
  ({ write }) => write("src/again.ts", worker.replace('"orders"', '"again"').replace("@/keys", "./keys")),
  ({ write }) => write("src/again.ts", "export {};\n"),
  ({ write }) => write("prisma/schema.prisma", schema(true)),
  ({ write }) => write("prisma/schema.prisma", schema(false)),
  ({ write }) => write("tsconfig.json", alias(true)),
  ({ write }) => write("tsconfig.json", alias(false)),
  ({ write }) => write("idemlint.config.json", '{ "rules": { "unstable-key": "warning" } }'),
  ({ write }) => write("idemlint.config.json", "{}"),
  ({ write }) => write("README.md", String(Math.random())),
  ({ path }) => utimesSync(path("src/worker.ts"), new Date(), new Date()),
];

const start = {
  "tsconfig.json": alias(true),
  "prisma/schema.prisma": schema(true),
  "src/keys.ts": key(true),
  "src/worker.ts": worker,
};

describe("idemlint check --cache", function () {
  this.timeout(120_000);
  after(removeTrees);

  const check = async (root: string, ...args: readonly string[]) => {
    const host = recorder(root);
    const code = await run(["check", "--format", "json", ...args], host);
    return { code, said: host.printed().replace(/"durationMs": \d+/, "") + host.warned() };
  };

  it("answers as a check without it does, whatever is edited in between", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(edits.length - 1), { minLength: 1, maxLength: 8 }), async (chosen) => {
        const files = tree(start);
        await check(files.root, "--cache");
        for (const index of chosen) {
          edits[index]?.(files);
          assert.deepEqual(await check(files.root, "--cache"), await check(files.root));
          assert.deepEqual(await check(files.root, "--cache"), await check(files.root));
        }
      }),
      { numRuns: 12 },
    );
  });

  it("sees a tsconfig above what is checked change", async () => {
    const files = tree({ "tsconfig.json": alias(true), "app/src/keys.ts": key(false), "app/src/worker.ts": worker });
    const asked = ["app", "--cache"];
    await check(files.root, ...asked);
    files.write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@/*": ["./app/src/*"] } } }));
    const after = await check(files.root, ...asked);
    assert.deepEqual(after, await check(files.root, "app"));
    assert.match(after.said, /unstable-key/);
  });

  it("is used: what it kept is what is reported", async () => {
    const { root, path } = tree(start);
    const first = await check(root, "--cache-location", "kept");
    const [kept = ""] = readdirSync(path("kept"));
    const text = readFileSync(path(`kept/${kept}`), "utf8");
    writeFileSync(path(`kept/${kept}`), text.replace('"files":2', '"files":2222'));
    assert.notDeepEqual(await check(root, "--cache-location", "kept"), first);
    assert.equal(readdirSync(path("kept")).length, 1, "one file for one question");
    writeFileSync(path(`kept/${kept}`), "half a fi");
    assert.deepEqual(await check(root, "--cache-location", "kept"), first);
  });

  it("tells questions apart, and baselines and commits", async () => {
    const made = repository(start);
    made.write("src/keys.ts", key(false));
    const asked = [[], ["--strict"], ["--rule", "unstable-key=off"], ["src/worker.ts"], ["--changed-since", "main"]];
    const same = async () => {
      for (const args of asked) {
        await check(made.root, "--cache", ...args);
        assert.deepEqual(await check(made.root, "--cache", ...args), await check(made.root, ...args), args.join(" "));
      }
    };
    await same();
    await made.idemlint("baseline");
    await same();
    made.commit("Keys that are new");
    await same();
  });
});
