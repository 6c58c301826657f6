import assert from "node:assert/strict";
import fc from "fast-check";
import { removeTrees } from "../../project/tree.js";
import { repository, type Repository } from "./repository.js";

const guarded = {
  "tsconfig.json": "{}",
  "prisma/schema.prisma": "model Payment {\n  id Int @id\n  orderId String @unique\n}\n",
  "src/keys.ts": "export const keyOf = (order: string) => `order:${order}`;\n",
  "src/charge.ts": `import Stripe from "stripe";
import { keyOf } from "./keys.js";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

export async function charge(order: string) {
  await stripe.charges.create({ amount: 100, currency: "eur" }, { idempotencyKey: keyOf(order) });
}
`,
  "src/worker.ts": `import { Worker } from "bullmq";
import { charge } from "./charge.js";

new Worker("charges", async (job) => charge(job.data.order));
`,
  "src/refunds.ts": `import Stripe from "stripe";
import { Worker } from "bullmq";

const stripe = new Stripe("");
new Worker("refunds", async (job) => stripe.refunds.create({ charge: job.data.charge }));
`,
};

const pay = `import { PrismaClient } from "@prisma/client";
import { Worker } from "bullmq";
const prisma = new PrismaClient();
new Worker("payments", async (job) => {
  await prisma.payment.createMany({ data: [{ orderId: job.data.order }], skipDuplicates: true });
});
`;

describe("idemlint check --changed-since", () => {
  after(removeTrees);

  it("reports what a change causes in a file that it does not touch, and nothing that was there before", async () => {
    const made = repository(guarded);
    assert.deepEqual(await made.gaps("--changed-since", "main"), []);
    made.git("checkout", "--quiet", "-b", "feature");
    made.write("src/keys.ts", "export const keyOf = (order: string) => `order:${order}:${Date.now()}`;\n");
    made.commit("Tell keys apart");
    const { code, out } = await made.idemlint("check", "--changed-since", "main");
    assert.equal(code, 1);
    assert.match(out, /unstable-key {2}src\/charge\.ts:7[^]*1 new gap in 1 file[^]*1 gap known from main/);
    assert.deepEqual(await made.gaps("--changed-since", "HEAD"), []);
  });

  it("sees what is not committed yet: a new file, a deleted one, a renamed one", async () => {
    const made = repository(guarded);
    made.write("src/payouts.ts", guarded["src/refunds.ts"].replaceAll("refunds", "payouts"));
    assert.deepEqual(await made.gaps("--changed-since", "main"), ["missing-idempotency-key src/payouts.ts"]);
    made.remove("src/payouts.ts");
    made.git("mv", "src/refunds.ts", "src/money.ts");
    assert.deepEqual(await made.gaps("--changed-since", "main"), []);
    made.remove("src/money.ts");
    const { out } = await made.idemlint("check", "--changed-since", "main");
    assert.match(out, /0 gaps known from main, 1 closed since/);
  });

  it("reports what a constraint kept apart that the change takes out of the schema", async () => {
    const made = repository({
      ...guarded,
      "src/pay.ts": pay,
    });
    assert.deepEqual(await made.gaps("--changed-since", "main"), []);
    made.remove("prisma/schema.prisma");
    made.write("db/schema.prisma", "model Payment {\n  id Int @id\n  orderId String\n}\n");
    assert.deepEqual(await made.gaps("--changed-since", "main"), ["inert-guard src/pay.ts"]);
  });

  it("counts from where the branch left the other one", async () => {
    const made = repository(guarded);
    made.git("checkout", "--quiet", "-b", "feature");
    made.write("src/note.ts", "export const note = 1;\n");
    made.commit("Note");
    made.git("checkout", "--quiet", "main");
    made.write("src/refunds.ts", "export {};\n");
    made.commit("Close the gap");
    made.git("checkout", "--quiet", "feature");
    assert.deepEqual(await made.gaps("--changed-since", "main"), []);
  });

  it("reports what a baseline of that commit leaves over, whatever is edited", async () => {
    const edits: readonly ((made: Repository) => void)[] = [
      ({ write }) => write("src/keys.ts", "export const keyOf = (order: string) => `${order}:${Date.now()}`;\n"),
      ({ write }) => write("src/worker.ts", guarded["src/worker.ts"].replace("new Worker", "// moved\n\nnew Worker")),
      ({ write }) => write("src/again.ts", guarded["src/refunds.ts"].replaceAll("refunds", "payouts")),
      ({ write }) => write("src/refunds.ts", "export {};\n"),
      ({ write }) => write("prisma/schema.prisma", "model Payment {\n  id Int @id\n  orderId String\n}\n"),
      ({ write }) => write("src/pay.ts", pay.replace("skipDuplicates: true", "skipDuplicates: false")),
      ({ write }) => write("idemlint.config.json", '{ "rules": { "unstable-key": "warning" } }'),
      (made) => {
        made.remove("src/charge.ts");
        made.write("src/money/charge.ts", guarded["src/charge.ts"].replace("./keys", "../keys"));
        made.write("src/worker.ts", guarded["src/worker.ts"].replace("./charge", "./money/charge"));
      },
    ];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(edits.length - 1), { minLength: 1, maxLength: 4 }), async (chosen) => {
        const made = repository({ ...guarded, "src/pay.ts": pay });
        await made.idemlint("baseline", "--file", "kept.json");
        for (const index of chosen) edits[index]?.(made);
        assert.deepEqual(
          await made.gaps("--changed-since", "main"),
          await made.gaps("--baseline", made.path("kept.json")),
        );
      }),
      { numRuns: 10 },
    );
  });

  it("says what git does not know", async () => {
    const made = repository(guarded);
    const { code, err } = await made.idemlint("check", "--changed-since", "origin/main");
    assert.equal(code, 2);
    assert.match(err, /git knows no commit origin\/main in .*fetch-depth: 0\)\.\n$/);
  });
});
