import { ts } from "ts-morph";
import type { EntryPoint, Fix, Source } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { quoted } from "./chain.js";
import { stepOf } from "./into-step.js";
import { functionsAround, nodesAround, textOf } from "./syntax.js";

/** Makes a value in a step of its own. A date is left to a person: what a step answers comes back as JSON. */
export function valueIntoStep(made: Source, { handler, library }: EntryPoint, context: RuleContext): Fix[] {
  const source = context.source(made.site.file);
  const fn = source && functionsAround(source, made.site)[0];
  if (!source || fn?.end !== handler.end || made.site.file !== handler.file) return [];
  const around = nodesAround(source, made.site.start, made.site.end);
  const call = around.findLast((node) => ts.isCallExpression(node) && node.end === made.site.end);
  const open = call && stepOf(library, fn, quoted(nameOf(call, around, source), source), source);
  if (!call || !open) return [];
  const parent = around[around.indexOf(call) - 1];
  const [before, after] = parent && ts.isVariableDeclaration(parent) ? ["await ", ""] : ["(await ", ")"];
  // DBOS takes functions that return a promise.
  const arrow = library === "DBOS" ? "async () => " : "() => ";
  const start = call.getStart(source);
  return [
    {
      title: `Make ${made.what} in a step of its own`,
      safety: "review",
      edits: [
        { file: source.fileName, start, end: start, text: `${before}${open.before}${arrow}` },
        { file: source.fileName, start: call.end, end: call.end, text: `${open.after}${after}` },
      ],
    },
  ];
}

/** `order-id`, after the variable that holds it; else after what makes it. */
function nameOf(call: ts.Node, around: readonly ts.Node[], source: ts.SourceFile): string {
  const parent = around[around.indexOf(call) - 1];
  const holder = parent && ts.isVariableDeclaration(parent) ? parent : undefined;
  const name = holder && ts.isIdentifier(holder.name) ? holder.name.text : textOf(source, call).replace(/\(.*$/s, "");
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}
