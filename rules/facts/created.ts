import { ts } from "ts-morph";
import { siteOf } from "../../analyzer/sites.js";
import type { Site, SwitchedOn } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/** Where the project creates a receiver of this name, when none of the places that do has the option switched on. */
export function createdWithout(name: string, { calls, option }: SwitchedOn, context: RuleContext): Site | undefined {
  const made = context
    .sources()
    .filter(({ text }) => text.includes(name) && calls.some((call) => text.includes(`${call}(`)))
    .flatMap((source) => callsIn(source, calls).filter(({ arguments: [first] }) => isNamed(first, name)));
  const [first] = made;
  return first && made.every(({ arguments: [, options] }) => !isOn(options, option)) ? siteOf(first) : undefined;
}

/** Whether the project makes one of the calls with the option switched on. */
export function isSwitchedOn({ calls, option }: SwitchedOn, context: RuleContext): boolean {
  return context
    .sources()
    .filter(({ text }) => text.includes(option) && calls.some((call) => text.includes(`${call}(`)))
    .some((source) => callsIn(source, calls).some(({ arguments: [options] }) => isOn(options, option)));
}

function callsIn(source: ts.SourceFile, names: readonly string[]): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      names.includes(node.expression.name.text)
    )
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isNamed(argument: ts.Expression | undefined, name: string): boolean {
  return argument !== undefined && ts.isStringLiteralLike(argument) && argument.text === name;
}

/** Options that are not written out may hold it. */
function isOn(options: ts.Expression | undefined, option: string): boolean {
  if (!options) return false;
  if (!ts.isObjectLiteralExpression(options)) return true;
  return options.properties.some((property) => {
    if (!property.name) return true;
    const isOption = ts.isIdentifier(property.name) && property.name.text === option;
    return isOption && !(ts.isPropertyAssignment(property) && property.initializer.kind === ts.SyntaxKind.FalseKeyword);
  });
}
