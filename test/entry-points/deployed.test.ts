import { strict as assert } from "node:assert";
import { join } from "node:path";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

const STACK = `import { Api, Queue, Topic } from "sst/constructs";
  export function Orders({ stack }) {
    new Queue(stack, "orders", { consumer: "src/orders.consume" });
    new Topic(stack, "paid", { subscribers: { mail: "src/orders.mail", ledger: { function: "src/later.book" } } });
    new Api(stack, "api", { routes: { "POST /orders": "src/orders.create", "GET /orders": { function: "src/orders.list" } } });
  }`;
const HANDLERS = `import type { SQSEvent } from "aws-lambda";
  export async function consume(event: SQSEvent) {}
  export async function mail(event) {}
  export const create = wrapped(async (event) => {});
  export async function list(event) {}`;

describe("handlers that infrastructure names by their place", () => {
  after(removeTrees);

  it("are entry points by what triggers them, once each, also when their event has a type", () => {
    const files = tree({ "stacks/orders.ts": STACK, "src/orders.ts": HANDLERS });
    assert.deepEqual(entriesOf(files.root).check(), [
      ["SQS function consume", "redelivered"],
      ["SNS function mail", "redelivered"],
      ["POST /orders", "retried"],
      ["GET /orders", "retried"],
    ]);
  });

  it("follow an edit of the handler's file, which the infrastructure does not import, and one that adds it", () => {
    const files = tree({ "stacks/orders.ts": STACK, "src/orders.ts": HANDLERS });
    const { check, setText } = entriesOf(files.root);
    check();
    setText("src/orders.ts", "export async function consume(event) {}");
    assert.deepEqual(check(), [["SQS function consume", "redelivered"]]);
    setText("src/later.ts", "export async function book(event) {}");
    assert.deepEqual(check(), [
      ["SQS function consume", "redelivered"],
      ["SNS function book", "redelivered"],
    ]);
  });
});

function entriesOf(root: string) {
  const opened = openSession({ cwd: root, paths: [root] });
  assert.ok(opened.ok);
  const { session } = opened;
  return {
    check: () =>
      session.check({ preset: "recommended" }).traces.map(({ entry }) => [entry.name, entry.delivery] as const),
    setText: (file: string, text: string) => session.setText(join(root, file).replaceAll("\\", "/"), text),
  };
}
