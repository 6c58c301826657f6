import { ts } from "ts-morph";
import type { DeployedHandler } from "./handler.js";
import { memberOf } from "./written.js";

/** Whether a file may be a stack of AWS CDK that makes functions of sources. */
export function mayBeCdk(text: string): boolean {
  return /\bNodejsFunction\s*\(|\bnew\s+\w+\s*\(\s*this\s*,[^]*\bentry\s*:/.test(text);
}

/**
 * Handlers that AWS CDK bundles (`new NodejsFunction(this, "Orders", { entry })`), also in a construct of the project's own that is
 * told the source, by what the same file hands them to.
 */
export function handlersOfCdk(source: ts.SourceFile): readonly DeployedHandler[] {
  const made: { readonly place: string; readonly node: ts.NewExpression; readonly names: readonly string[] }[] = [];
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.arguments?.length === 3) {
      const place = placeOf(node);
      if (place !== undefined) made.push({ place, node, names: holdersOf(node) });
    }
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return made.flatMap(({ place, node, names }) => {
    const handed = calls.flatMap((call) => handedTo(call, node, names));
    return distinct(handed).map(({ trigger, route }) => ({ place, from: source.fileName, node, trigger, route }));
  });
}

type Handed = Pick<DeployedHandler, "trigger" | "route">;

/** What a call that is given a function, or is made on one, triggers it by. */
function handedTo(
  call: ts.CallExpression | ts.NewExpression,
  made: ts.NewExpression,
  names: readonly string[],
): readonly Handed[] {
  const isOwn = lastName(made.expression) !== "NodejsFunction";
  // A construct of the project's own holds the function: `orders.handler`.
  const held = (node: ts.Node): ts.Node => (isOwn && ts.isPropertyAccessExpression(node) ? node.expression : node);
  const is = (node: ts.Node): boolean => [node, held(node)].some((it) => it === made || names.includes(it.getText()));
  const callee = call.expression;
  if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(callee) && is(callee.expression)) {
    if (callee.name.text === "addFunctionUrl") return [{ trigger: "LambdaFunctionURLHandler" }];
    return callee.name.text === "addEventSource" ? sourcesIn(call) : [];
  }
  if (call === made) return sourcesIn(call);
  if (!(call.arguments ?? []).some((argument) => is(argument) || hasMember(argument, is))) return [];
  const trigger = TARGETS[lastName(callee)];
  if (trigger === undefined) return [];
  return trigger === HTTP ? routesOf(call).map((route) => ({ trigger, route })) : [{ trigger }];
}

const HTTP = "APIGatewayProxyHandler";

/** What stands between a function and what triggers it. */
const TARGETS: Readonly<Record<string, string>> = {
  HttpLambdaIntegration: HTTP,
  LambdaDestination: "S3Handler",
  LambdaFunction: "EventBridgeHandler",
  LambdaIntegration: HTTP,
  LambdaRestApi: HTTP,
  LambdaSubscription: "SNSHandler",
  Provider: "CloudFormationCustomResourceHandler",
};

const SOURCES: Readonly<Record<string, string>> = {
  DynamoEventSource: "DynamoDBStreamHandler",
  KinesisEventSource: "KinesisStreamHandler",
  ManagedKafkaEventSource: "MSKHandler",
  S3EventSource: "S3Handler",
  SnsEventSource: "SNSHandler",
  SqsEventSource: "SQSHandler",
};

function sourcesIn(call: ts.CallExpression | ts.NewExpression): readonly Handed[] {
  const found: Handed[] = [];
  const visit = (node: ts.Node): void => {
    const trigger = ts.isNewExpression(node) ? SOURCES[lastName(node.expression)] : undefined;
    if (trigger !== undefined) found.push({ trigger });
    ts.forEachChild(node, visit);
  };
  call.arguments?.forEach(visit);
  return found;
}

/** `orders.addMethod("POST", new LambdaIntegration(create))`, `api.addRoutes({ path, methods: [HttpMethod.POST], integration })`. */
function routesOf(integration: ts.Node): readonly (string | undefined)[] {
  const names = holdersOf(integration);
  const isIt = (node: ts.Node): boolean => node === integration || names.includes(node.getText());
  const routes: string[] = [];
  const visit = (node: ts.Node): void => {
    const method = ts.isCallExpression(node) ? lastName(node.expression) : undefined;
    if (ts.isCallExpression(node) && method === "addMethod" && node.arguments[1] && isIt(node.arguments[1])) {
      const [verb] = node.arguments;
      if (verb && ts.isStringLiteralLike(verb)) routes.push(`${verb.text} ${pathOf(node.expression)}`);
    }
    const options = ts.isCallExpression(node) && method === "addRoutes" ? node.arguments[0] : undefined;
    if (options && hasMember(options, isIt)) {
      const path = textOf(memberOf(options, "path")) ?? "/";
      const verbs = memberOf(options, "methods")
        ?.getText()
        .match(/\b[A-Z]{3,7}\b/g) ?? ["ANY"];
      routes.push(...verbs.map((verb) => `${verb} ${path}`));
    }
    ts.forEachChild(node, visit);
  };
  visit(integration.getSourceFile());
  return routes.length > 0 ? routes : [undefined];
}

/** The path of the resource that a method is added to, as far as the chain of calls or the variable tells it. */
function pathOf(node: ts.Node): string {
  const parts: string[] = [];
  const collect = (at: ts.Node, depth = 6): void => {
    if (depth === 0) return;
    if (ts.isPropertyAccessExpression(at)) return collect(at.expression, depth);
    if (ts.isIdentifier(at)) {
      const initializer = initializerOf(at);
      return initializer && collect(initializer, depth - 1);
    }
    if (!ts.isCallExpression(at)) return;
    if (lastName(at.expression) === "addResource") parts.unshift(textOf(at.arguments[0]) ?? "{…}");
    collect(at.expression, depth - 1);
  };
  collect(node);
  return `/${parts.join("/")}`;
}

function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text) found ??= node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}

/** The source and the export: `entry: path.join(__dirname, "../src/orders.ts"), handler: "consume"`. */
function placeOf(node: ts.NewExpression): string | undefined {
  const options = node.arguments?.[2];
  const entry = options && memberOf(options, "entry");
  const handler = textOf(options && memberOf(options, "handler")) ?? "handler";
  const path = entry && partsOf(entry).join("/").replace(/^\//, "");
  return path === undefined || path === "" ? undefined : `${path}.${handler.slice(handler.lastIndexOf(".") + 1)}`;
}

/** The texts of a path that is put together. */
function partsOf(node: ts.Node): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].filter((text) => text !== "");
  if (ts.isCallExpression(node)) return node.arguments.flatMap(partsOf);
  return [];
}

/** The variable or field that holds what is made: `const orders`, `this.orders`. */
function holdersOf(node: ts.Node): readonly string[] {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return [parent.name.getText()];
  if (ts.isPropertyDeclaration(parent)) return [`this.${parent.name.getText()}`];
  return ts.isBinaryExpression(parent) && parent.right === node ? [parent.left.getText()] : [];
}

function hasMember(node: ts.Node, is: (value: ts.Node) => boolean): boolean {
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(
      (item) =>
        (ts.isPropertyAssignment(item) && is(item.initializer)) ||
        (ts.isShorthandPropertyAssignment(item) && is(item.name)),
    )
  );
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function lastName(node: ts.Node): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
}

function distinct(handed: readonly Handed[]): readonly Handed[] {
  const keys = handed.map(({ trigger, route }) => `${trigger} ${route ?? ""}`);
  return handed.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
