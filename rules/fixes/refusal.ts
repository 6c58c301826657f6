import type { ts } from "ts-morph";
import { parametersOf } from "../../analyzer/interpreter/functions/parameters.js";
import type { TextEdit } from "../../analyzer/trace.js";
import { importNames } from "./named-import.js";
import { type FunctionNode, quoteStyle } from "./syntax.js";

const HEADER = "Idempotency-Key header";

/** Why a request is refused, with the status that says so. */
export type Refusal = "missing" | "mismatch";

const REFUSALS: Readonly<Record<Refusal, { readonly status: number; readonly text: string; readonly nest: string }>> = {
  missing: { status: 400, text: `${HEADER} is required`, nest: "BadRequestException" },
  mismatch: { status: 422, text: `${HEADER} was used for another request`, nest: "UnprocessableEntityException" },
};

/** How a handler of this library refuses a request, one statement a line. */
export function refuse(
  library: string,
  source: ts.SourceFile,
  handler: FunctionNode,
  refusal: Refusal = "missing",
): readonly string[] | undefined {
  const quote = quoteStyle(source.text);
  const { status, text, nest } = REFUSALS[refusal];
  const error = `${quote}${text}${quote}`;
  const [first, second] = parametersOf(handler).map((parameter) => plainName(parameter.name.getText(source)));
  switch (library) {
    case "Express":
      return second === undefined ? undefined : [`${second}.status(${status}).json({ error: ${error} })`, "return"];
    case "Fastify":
      return second === undefined ? undefined : [`return ${second}.code(${status}).send({ error: ${error} })`];
    case "Hono":
      return first === undefined ? undefined : [`return ${first}.json({ error: ${error} }, ${status})`];
    case "Koa router":
      return first === undefined ? undefined : [`${first}.throw(${status}, ${error})`];
    case "Next.js": {
      const responder = source.text.includes("NextResponse") ? "NextResponse" : "Response";
      return [`return ${responder}.json({ error: ${error} }, { status: ${status} })`];
    }
    case "AWS Lambda":
      return [`return { statusCode: ${status}, body: JSON.stringify({ error: ${error} }) }`];
    case "NestJS":
      return [`throw new ${nest}(${error})`];
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
