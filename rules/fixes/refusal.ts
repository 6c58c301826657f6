import type { ts } from "ts-morph";
import type { TextEdit } from "../../analyzer/trace.js";
import { importNames } from "./named-import.js";
import { type FunctionNode, quoteStyle } from "./syntax.js";

const HEADER = "Idempotency-Key header";

/** How a handler of this library answers 400, one statement a line. */
export function refuse(library: string, source: ts.SourceFile, handler: FunctionNode): readonly string[] | undefined {
  const quote = quoteStyle(source.text);
  const missing = `${quote}${HEADER} is required${quote}`;
  const [first, second] = handler.parameters.map((parameter) => plainName(parameter.name.getText(source)));
  switch (library) {
    case "Express":
      return second === undefined ? undefined : [`${second}.status(400).json({ error: ${missing} })`, "return"];
    case "Fastify":
      return second === undefined ? undefined : [`return ${second}.code(400).send({ error: ${missing} })`];
    case "Hono":
      return first === undefined ? undefined : [`return ${first}.json({ error: ${missing} }, 400)`];
    case "Koa router":
      return first === undefined ? undefined : [`${first}.throw(400, ${missing})`];
    case "Next.js": {
      const responder = source.text.includes("NextResponse") ? "NextResponse" : "Response";
      return [`return ${responder}.json({ error: ${missing} }, { status: 400 })`];
    }
    case "AWS Lambda":
      return [`return { statusCode: 400, body: JSON.stringify({ error: ${missing} }) }`];
    case "NestJS":
      return [`throw new BadRequestException(${missing})`];
    default:
      return undefined;
  }
}

/** The parameter through which a Nest controller gets the header, and the imports for it and for the refusal. */
export function nestParameter(source: ts.SourceFile, handler: FunctionNode, name: string): TextEdit[] | undefined {
  const last = handler.parameters.at(-1);
  if (handler.parameters.some((parameter) => parameter.dotDotDotToken ?? parameter.questionToken)) return undefined;
  const quote = quoteStyle(source.text);
  const text = `@Headers(${quote}idempotency-key${quote}) ${name}: string | undefined`;
  const at = last?.end ?? handler.parameters.pos;
  return [
    { file: source.fileName, start: at, end: at, text: last ? `, ${text}` : text },
    ...importNames(source, "@nestjs/common", ["Headers", "BadRequestException"], quote),
  ];
}

function plainName(name: string): string | undefined {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : undefined;
}
