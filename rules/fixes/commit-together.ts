import { ts } from "ts-morph";
import type { Effect, Fix, Trace } from "../../analyzer/trace.js";
import { isDatabaseWrite } from "../facts/records.js";
import type { RuleContext } from "../rule.js";
import { chainAround, receiverOf } from "./chain.js";
import { functionsAround, indentAt, indentUnit, isFunction, nodesAround, textOf } from "./syntax.js";

/**
 * Opens one transaction around the record and all that follows it in its block. Only where everything in there is done
 * with one client, so that nothing is left outside and nothing foreign comes in.
 */
export function commitTogether(effect: Effect, claim: Effect, trace: Trace, context: RuleContext): Fix[] {
  const source = context.source(claim.sink.file);
  const chain = source && chainAround(source, claim.sink);
  const open = OPEN[claim.library];
  if (!source || !chain?.statement || !open || claim.transaction || effect.transaction) return [];
  if (effect.sink.file !== source.fileName) return [];
  const first = chain.statement;
  const body = functionsAround(source, claim.sink)[0]?.body;
  if (!body || !ts.isBlock(body) || !body.statements.includes(first)) return [];
  const start = first.getStart(source);
  const end = body.statements.at(-1)?.end ?? first.end;
  const client = textOf(source, receiverOf(chain));
  if (!/^[\w$.]+$/.test(client) || !onlyThrough(client, start, end, trace, source, claim.library)) return [];
  const block = source.text.slice(start, end);
  if (/\btx\b/.test(block) || !nodesAround(source, effect.sink.start, effect.sink.end).includes(body)) return [];
  const unit = indentUnit(source.text);
  const base = indentAt(source.text, start);
  const inside = renamed(block, client)
    .replaceAll("\n", `\n${unit}`)
    .replaceAll(/\n\s+\n/g, "\n\n");
  const head = returnsValue(body.statements.slice(body.statements.indexOf(first))) ? "return" : "await";
  return [
    {
      title: `Commit the record and what follows it in one transaction`,
      safety: "review",
      edits: [
        {
          file: source.fileName,
          start,
          end,
          text: `${head} ${client}.${open}(async (tx) => {\n${base}${unit}${inside}\n${base}});`,
        },
      ],
    },
  ];
}

const OPEN: Readonly<Record<string, string>> = {
  Prisma: "$transaction",
  "Drizzle ORM": "transaction",
  Drizzle: "transaction",
};

/** Every effect in the span goes through this client, in place and not through a helper that has a client of its own. */
function onlyThrough(
  client: string,
  start: number,
  end: number,
  trace: Trace,
  source: ts.SourceFile,
  library: string,
): boolean {
  const within = ({ file, start: at }: Effect["sink"]): boolean => file === source.fileName && at >= start && at < end;
  return trace.effects
    .filter((effect) => within(effect.sink) || effect.path.some((step) => within(step.site)))
    .every(
      (effect) =>
        within(effect.sink) &&
        effect.library === library &&
        (effect.kind === "read" || isDatabaseWrite(effect)) &&
        source.text.slice(effect.sink.start, effect.sink.end).startsWith(`${client}.`),
    );
}

function renamed(text: string, client: string): string {
  return text.replaceAll(new RegExp(`(?<![\\w$.])${client.replaceAll(/[$.]/g, "\\$&")}(?=\\.)`, "g"), "tx");
}

function returnsValue(statements: readonly ts.Statement[]): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (isFunction(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found = true;
    ts.forEachChild(node, visit);
  };
  statements.forEach(visit);
  return found;
}
