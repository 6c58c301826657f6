import { ts } from "ts-morph";
import { namesOf } from "../interpreter/modules.js";
import type { Machine } from "../interpreter/machine.js";
import type { EntryItem } from "../models/patterns.js";
import type { Candidate } from "./candidate.js";
import { fill, isFunction } from "./handler-name.js";

/** Whether a file may say what is deployed. */
export function mayDeploy(source: ts.SourceFile): boolean {
  return /\bsst\.aws\.|["']sst\/constructs["']|\.(?:subscribe|route)\(\s*["'`]/.test(source.text);
}

/**
 * Handlers that SST's infrastructure names by their place: `queue.subscribe("src/orders.consume")`. What triggers them is
 * told there and nowhere in the handler, whose event need not have a type.
 */
export function deployedIn(source: ts.SourceFile, machine: Machine): readonly Candidate[] {
  if (!mayDeploy(source)) return [];
  const found: Candidate[] = [];
  const visit = (node: ts.Node): void => {
    const construct = ts.isNewExpression(node)
      ? constructOf(node)
      : ts.isCallExpression(node)
        ? subscribed(node, source, machine)
        : undefined;
    const type = construct && TRIGGERS[construct];
    if (type && (ts.isNewExpression(node) || ts.isCallExpression(node)))
      for (const text of textsIn(node)) found.push(...candidateAt(text, type, source, machine));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

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
  KinesisStream: "KinesisStreamHandler",
  Queue: "SQSHandler",
  SnsTopic: "SNSHandler",
  Table: "DynamoDBStreamHandler",
  Topic: "SNSHandler",
};

/** `new sst.aws.Queue(…)`, or `new Queue(stack, …)` of SST's constructs. */
function constructOf(node: ts.NewExpression): string | undefined {
  const text = node.expression.getText();
  const made = /^sst\.aws\.(\w+)$/.exec(text)?.[1];
  if (made !== undefined) return made;
  const local = namesOf(node.getSourceFile()).locals.get(text);
  return local?.kind === "import" && local.specifier === "sst/constructs" ? local.name : undefined;
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

function candidateAt(
  node: ts.StringLiteralLike,
  type: string,
  source: ts.SourceFile,
  machine: Machine,
): readonly Candidate[] {
  const [, path, name] = /^([\w./@-]+)\.(\w+)$/.exec(node.text) ?? [];
  const file = path === undefined ? undefined : fileAt(path, source.fileName, machine);
  const handler = file === undefined || name === undefined ? undefined : machine.world.exported(file, name);
  const model = handler && isFunction(handler) ? modelOf(type, machine) : undefined;
  if (!model || !handler || name === undefined) return [];
  const route = routeOf(node);
  const safe = route !== undefined && /^(GET|HEAD|OPTIONS) /.test(route);
  return [
    {
      model: safe ? { ...model, safe } : model,
      library: "AWS Lambda",
      node,
      handlers: [handler],
      name: route ?? fill(model.name, { name }),
      parameters: new Map(),
      deployed: true,
    },
  ];
}

/** The source of a handler: its place is told from the root, or from the package that it is in. */
function fileAt(path: string, from: string, machine: Machine): string | undefined {
  const { project } = machine.world;
  const inside = path.replace(/^\.\//, "");
  for (let folder = parentOf(from); folder.startsWith(project.root); folder = parentOf(folder)) {
    const file = EXTENSIONS.map((extension) => `${folder}/${inside}${extension}`).find((each) => project.source(each));
    if (file !== undefined) return file;
  }
  return undefined;
}

const EXTENSIONS = [".ts", ".mts", ".tsx", ".js", ".mjs"];

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
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

function modelOf(type: string, machine: Machine): EntryItem | undefined {
  return machine.world.libraries
    .forPackage("aws-lambda")
    ?.model.entries?.find((entry) => entry.on === "type" && entry.types.includes(type));
}
