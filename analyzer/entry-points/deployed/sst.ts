import { ts } from "ts-morph";
import { namesOf } from "../../interpreter/world/modules.js";
import type { Machine } from "../../interpreter/walk/machine.js";
import type { DeployedHandler } from "./handler.js";

/** Whether a file may be SST's infrastructure. */
export function mayBeSst(text: string): boolean {
  return /\bsst\.aws\.|["']sst\/constructs["']|\.(?:subscribe|route)\(\s*["'`]/.test(text);
}

/** Handlers that SST's infrastructure names: `queue.subscribe("src/orders.consume")`. */
export function handlersOfSst(source: ts.SourceFile, machine: Machine): readonly DeployedHandler[] {
  const found: DeployedHandler[] = [];
  const visit = (node: ts.Node): void => {
    const construct = ts.isNewExpression(node)
      ? constructOf(node)
      : ts.isCallExpression(node)
        ? subscribed(node, source, machine)
        : undefined;
    const trigger = construct && TRIGGERS[construct];
    if (trigger && (ts.isNewExpression(node) || ts.isCallExpression(node)))
      for (const text of textsIn(node))
        if (PLACE.test(text.text))
          found.push({ place: text.text, from: source.fileName, trigger, route: routeOf(text), node: text });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const PLACE = /^[\w./@-]+\.\w+$/;

/** What SST's constructs hand to a function, as the type of its handler. */
const TRIGGERS: Readonly<Record<string, string>> = {
  Api: "APIGatewayProxyHandlerV2",
  ApiGatewayV1: "APIGatewayProxyHandler",
  ApiGatewayV2: "APIGatewayProxyHandlerV2",
  Bucket: "S3Handler",
  Bus: "EventBridgeHandler",
  Cron: "ScheduledHandler",
  CronV2: "ScheduledHandler",
  Dynamo: "DynamoDBStreamHandler",
  EventBus: "EventBridgeHandler",
  Function: "LambdaFunctionURLHandler",
  KinesisStream: "KinesisStreamHandler",
  Queue: "SQSHandler",
  SnsTopic: "SNSHandler",
  Table: "DynamoDBStreamHandler",
  Topic: "SNSHandler",
};

/** `new sst.aws.Queue(…)`, or `new Queue(stack, …)` of SST's constructs. */
function constructOf(node: ts.NewExpression): string | undefined {
  const text = node.expression.getText();
  const local = namesOf(node.getSourceFile()).locals.get(text);
  const made =
    /^sst\.aws\.(\w+)$/.exec(text)?.[1] ??
    (local?.kind === "import" && local.specifier === "sst/constructs" ? local.name : undefined);
  // A function without a URL is called by what it is handed to.
  return made === "Function" && !/\burl\s*:\s*(?:true|\{)/.test(node.getText()) ? undefined : made;
}

/** What a function is subscribed to, or hung under a route of. */
function subscribed(node: ts.CallExpression, source: ts.SourceFile, machine: Machine): string | undefined {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || !/^(subscribe\w*|route|notify)$/.test(callee.name.text))
    return undefined;
  return ts.isIdentifier(callee.expression) ? constructNamed(callee.expression.text, source, machine) : undefined;
}

/** The construct that a name stands for, declared in this file or imported from another. */
function constructNamed(name: string, source: ts.SourceFile, machine: Machine): string | undefined {
  const local = namesOf(source).locals.get(name);
  if (local?.kind === "import") {
    const file = machine.world.project.resolve(local.specifier, source.fileName);
    const other = file === undefined ? undefined : machine.world.project.source(file);
    return other && madeAs(local.name, other);
  }
  return madeAs(name, source);
}

function madeAs(name: string, node: ts.Node): string | undefined {
  return ts.forEachChild(node, (child): string | undefined => {
    const isIt = ts.isVariableDeclaration(child) && child.name.getText() === name && child.initializer;
    return isIt && ts.isNewExpression(isIt) ? constructOf(isIt) : madeAs(name, child);
  });
}

/** The texts that a declaration is given, but for those of declarations within it. */
function textsIn(node: ts.NewExpression | ts.CallExpression): readonly ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isStringLiteralLike(child)) found.push(child);
    if (ts.isNewExpression(child) || ts.isFunctionLike(child)) return;
    ts.forEachChild(child, visit);
  };
  node.arguments?.forEach(visit);
  return found;
}

/** `"POST /orders"`, as the name of a property around the handler or as the argument before it. */
function routeOf(node: ts.Node): string | undefined {
  for (let at = node; !ts.isStatement(at); at = at.parent) {
    const told = ts.isPropertyAssignment(at) ? at.name : ts.isCallExpression(at) ? at.arguments[0] : undefined;
    if (told && ts.isStringLiteralLike(told) && ROUTE.test(told.text)) return told.text;
  }
  return undefined;
}

const ROUTE = /^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|ANY) \//;
