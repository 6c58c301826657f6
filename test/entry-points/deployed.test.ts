import { strict as assert } from "node:assert";
import { join } from "node:path";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

const STACK = `import { Api, Function, Queue, Topic } from "sst/constructs";
  export function Orders({ stack }) {
    new Queue(stack, "orders", { consumer: "src/orders.consume" });
    new Topic(stack, "paid", { subscribers: { mail: "src/orders.mail", ledger: { function: "src/later.book" } } });
    new Function(stack, "hook", { handler: "src/orders.hook", url: true });
    new Function(stack, "idle", { handler: "src/orders.idle" });
    new Api(stack, "api", { routes: { "POST /orders": "src/orders.create", "GET /orders": { function: "src/orders.list" } } });
  }`;
const HANDLERS = `import type { SQSEvent } from "aws-lambda";
  export async function consume(event: SQSEvent) {}
  export async function mail(event) {}
  export const create = wrapped(async (event) => {});
  export async function list(event) {}
  export async function hook(event) {}
  export async function idle(event) {}`;

describe("handlers that infrastructure names by their place", () => {
  after(removeTrees);

  it("are entry points by what triggers them, once each, also when their event has a type", () => {
    const files = tree({ "stacks/orders.ts": STACK, "src/orders.ts": HANDLERS });
    assert.deepEqual(entriesOf(files.root).check(), [
      ["SQS function consume", "redelivered"],
      ["SNS function mail", "redelivered"],
      ["HTTP function hook", "retried"],
      ["POST /orders", "retried"],
      ["GET /orders", "retried"],
    ]);
  });

  it("are named by templates of the Serverless Framework, which may go on in other files", () => {
    const files = tree({
      "serverless.yml": `functions:
  consume: { handler: src/orders.consume, events: [{ sqs: { arn: !GetAtt Orders.Arn } }] }
  create: { handler: ./src/orders.create, events: [{ httpApi: { method: post, path: orders } }] }
  list: { handler: src/orders.list, events: [http: GET /orders] }
  mail: \${file(functions/mail.yml)}
  later: { handler: "\${self:custom.folder}/orders.create", events: [{ http: POST /later }] }`,
      "functions/mail.yml": "handler: src/orders.mail\nevents:\n  - sns: paid",
      "src/orders.ts": HANDLERS,
    });
    const { check, setText } = entriesOf(files.root);
    assert.deepEqual(check(), [
      ["SQS function consume", "redelivered"],
      ["POST /orders", "retried"],
      ["GET /orders", "retried"],
      ["SNS function mail", "redelivered"],
    ]);
    setText("functions/mail.yml", "handler: src/orders.mail\nevents:\n  - schedule: rate(1 day)");
    assert.deepEqual(check().at(-1), ["event function mail", "redelivered"]);
    setText("src/orders.ts", "export async function mail() {}");
    assert.deepEqual(check(), [["event function mail", "redelivered"]]);
  });

  it("are named by code of the Serverless Framework, also by the folder that the code is in", () => {
    const files = tree({
      "src/functions/pay/index.ts":
        "export default { handler: `${handlerPath(__dirname)}/handler.main`, events: [{ http: { method: 'post', path: 'pay' } }] };",
      "src/functions/pay/handler.ts": "export const main = middyfy(async (event) => {});",
    });
    assert.deepEqual(entriesOf(files.root).check(), [["POST /pay", "retried"]]);
  });

  it("are routes that vercel.json has Vercel call on a schedule", () => {
    const route = "export async function GET() {}";
    const files = tree({
      "apps/web/vercel.json": '{ "crons": [{ "path": "/api/payouts?all=1", "schedule": "0 5 * * *" }] }',
      "apps/web/src/app/api/payouts/route.ts": route,
      "apps/web/src/app/api/orders/route.ts": route,
      "apps/docs/src/app/api/payouts/route.ts": route,
    });
    const { check, setText } = entriesOf(files.root);
    const asked = [
      ["GET /api/payouts", "retried"],
      ["GET /api/orders", "retried"],
    ];
    assert.deepEqual(check(), [...asked, ["schedule /api/payouts", "redelivered"]]);
    setText("apps/web/vercel.json", '{ "crons": [{ "path": "/api/orders", "schedule": "0 5 * * *" }] }');
    assert.deepEqual(check().at(1), ["schedule /api/orders", "redelivered"]);
    setText("apps/web/vercel.json", "{");
    assert.equal(check().filter(([name]) => name?.startsWith("schedule")).length, 0);
  });

  it("are named by templates of SAM, told from where the code is", () => {
    const files = tree({
      "template.yaml": `Resources:
  Consume:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: orders.consume, Events: { Queue: { Type: SQS } } }
  Create:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { EntryPoints: [src/orders.ts] } }
    Properties: { Handler: orders.create, Events: { Api: { Type: Api, Properties: { Method: post, Path: /orders } } } }
  List:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: dist/, Handler: orders.list, FunctionUrlConfig: { AuthType: NONE } }`,
      "src/orders.ts": HANDLERS,
    });
    assert.deepEqual(entriesOf(files.root).check(), [
      ["SQS function consume", "redelivered"],
      ["POST /orders", "retried"],
      ["HTTP function list", "retried"],
    ]);
  });

  it("are named by AWS CDK, by what the stack hands them to", () => {
    const files = tree({
      "infra/stack.ts": `export class Orders extends Stack {
        constructor(scope, id) {
          super(scope, id);
          this.consume = new NodejsFunction(this, "Consume", { entry: path.join(__dirname, "..", "src", "orders.ts"), handler: "consume" });
          this.consume.addEventSource(new SqsEventSource(queue));
          const create = new NodejsFunction(this, "Create", { entry: "src/orders.ts", handler: "create" });
          const orders = api.root.addResource("orders");
          orders.addResource("{id}").addMethod("POST", new LambdaIntegration(create));
          topic.addSubscription(new LambdaSubscription(new NodejsFunction(this, "Mail", { entry: "src/orders.ts", handler: "mail" })));
          new NodejsFunction(this, "Idle", { entry: "src/orders.ts", handler: "list" });
        }
      }`,
      "src/orders.ts": HANDLERS,
    });
    assert.deepEqual(entriesOf(files.root).check(), [
      ["SQS function consume", "redelivered"],
      ["POST /orders/{id}", "retried"],
      ["SNS function mail", "redelivered"],
    ]);
  });

  it("are named by constructs of the project's own, which hold the function", () => {
    const files = tree({
      "infra/stack.ts": `export class Orders extends Stack {
        constructor(scope, id) {
          super(scope, id);
          const consume = new ShopFunction(this, "Consume", { entry: path.join(__dirname, "../src/orders.ts"), handler: "consume" });
          consume.lambda.addEventSource(new SqsEventSource(queue));
          this.create = new ShopFunction(this, "Create", { entry: "src/orders.ts", handler: "create" });
          api.root.addResource("orders").addMethod("POST", new LambdaIntegration(this.create.lambda));
          new ShopTable(this, "Table", { entry: "src/orders.ts", handler: "list" });
        }
      }`,
      "src/orders.ts": HANDLERS,
    });
    assert.deepEqual(entriesOf(files.root).check(), [
      ["SQS function consume", "redelivered"],
      ["POST /orders", "retried"],
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

  it("may be a file that a worker runs in a process of its own, also when it comes later", () => {
    const files = tree({
      "src/worker.ts": `import { Worker } from "bullmq";
        new Worker("mail", path.join(__dirname, "processors", "mail.js"));
        new Worker("later", new URL("./processors/later.js", import.meta.url));`,
      "src/processors/mail.ts":
        "export default async function (job) { await fetch('https://mail', { method: 'POST' }); }",
    });
    const { check, effects, setText } = entriesOf(files.root);
    assert.deepEqual(check(), [["queue mail", "redelivered"]]);
    assert.deepEqual(effects(), [1]);
    setText("src/processors/mail.ts", "export default async function (job) {}");
    assert.deepEqual(effects(), [0]);
    setText("src/processors/later.ts", "export default async (job) => {};");
    assert.deepEqual(check(), [
      ["queue mail", "redelivered"],
      ["queue later", "redelivered"],
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
    effects: () => session.check({ preset: "recommended" }).traces.map((trace) => trace.effects.length),
    setText: (file: string, text: string) => session.setText(join(root, file).replaceAll("\\", "/"), text),
  };
}
