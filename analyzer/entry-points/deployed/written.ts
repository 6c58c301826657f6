import { ts } from "ts-morph";
import { serverlessTriggers, textOf } from "./events.js";
import type { DeployedHandler } from "./handler.js";

/** Whether a file may hold functions of the Serverless Framework that are written as code. */
export function mayBeServerless(text: string): boolean {
  return /\bhandler\s*:/.test(text) && /\bevents\s*:\s*\[/.test(text);
}

/** Functions of the Serverless Framework that are written as code: `{ handler: "src/orders.consume", events: [{ sqs }] }`. */
export function handlersWritten(source: ts.SourceFile): readonly DeployedHandler[] {
  const found: DeployedHandler[] = [];
  const visit = (node: ts.Node): void => {
    const named = memberOf(node, "handler");
    const events = named && memberOf(node, "events");
    const place = named && textOf(plain(named))?.replace(HERE, ".");
    if (named && events && place !== undefined && !place.includes("${"))
      for (const trigger of serverlessTriggers(plain(events)))
        found.push({ place, from: source.fileName, node: named, ...trigger });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `${handlerPath(__dirname)}`: the folder that the file is in. */
const HERE = /^\$\{[^}]*(?:__dirname|import\.meta)[^}]*\}/;

/** What an object literal says under a name. */
export function memberOf(node: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  for (const item of node.properties)
    if (ts.isPropertyAssignment(item) && item.name.getText() === name) return item.initializer;
  return undefined;
}

/** What a literal says; holes of a template stay as they are written. */
function plain(node: ts.Expression): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.getText().slice(1, -1);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return plain(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(plain);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  return Object.fromEntries(
    node.properties.flatMap((item) =>
      ts.isPropertyAssignment(item) && !ts.isComputedPropertyName(item.name)
        ? [[item.name.text, plain(item.initializer)] as const]
        : [],
    ),
  );
}
