import { relativeTo } from "../places.js";
import { CONTRACT_VERSION } from "./declared.js";
import { QUESTIONS, type Answer, type Operation, type Question } from "./operation.js";

/** How `idemlint contract` prints. */
export const contractFormats = ["markdown", "json", "openapi"] as const;

export type ContractFormat = (typeof contractFormats)[number];

/** The contract as text in one of the formats; files are relative to `cwd`. */
export function renderContract(operations: readonly Operation[], format: ContractFormat, cwd: string): string {
  switch (format) {
    case "markdown":
      return markdown(operations, cwd);
    case "json":
      return json(operations, cwd);
    case "openapi":
      return overlay(operations);
  }
}

function markdown(operations: readonly Operation[], cwd: string): string {
  const overview = operations.map(
    ({ name, answers, gaps }) =>
      `| \`${cell(name)}\` | ${answers.keys.value} | ${answers.madeBy.value} | ${answers.retention.value} | ${answers.completed.value} | ${gaps.join(", ")} |`,
  );
  return [
    "# Idempotency contract",
    "",
    "| operation | keys | made by | remembered | a repeat is | gaps |",
    "| --- | --- | --- | --- | --- | --- |",
    ...overview,
    "",
    ...operations.flatMap((operation) => section(operation, cwd)),
  ].join("\n");
}

function section({ name, kind, site, answers }: Operation, cwd: string): string[] {
  const rows = questions().map(([question, asked]) => {
    const { value, because, from, site: at } = answers[question];
    const place = at ? ` (\`${relativeTo(cwd, at.file)}:${at.line}\`)` : "";
    return `| ${asked} | ${from === "nothing" ? "_unknown_" : `**${value}**`} | ${from === "run" ? "seen in a run: " : ""}${cell(because)}${place} |`;
  });
  return [
    `## ${name}`,
    "",
    `${kind}, \`${relativeTo(cwd, site.file)}:${site.line}\``,
    "",
    "| | | |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ];
}

function json(operations: readonly Operation[], cwd: string): string {
  const listed = operations.map(({ name, kind, site, header, gaps, answers }) => ({
    name,
    kind,
    file: relativeTo(cwd, site.file),
    line: site.line,
    ...(header !== undefined && { header }),
    gaps,
    answers: Object.fromEntries(questions().map(([question]) => [question, answerOf(answers[question], cwd)])),
  }));
  return `${JSON.stringify({ version: CONTRACT_VERSION, operations: listed }, undefined, 2)}\n`;
}

function answerOf({ value, because, from, site }: Answer, cwd: string) {
  return { value, because, from, ...(site && { file: relativeTo(cwd, site.file), line: site.line }) };
}

/** An OpenAPI Overlay 1.0.0 (https://spec.openapis.org/overlay/v1.0.0.html): it adds the contract to the API's own description. */
function overlay(operations: readonly Operation[]): string {
  const actions = operations.flatMap((operation) => {
    const [, method, path] = /^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS) (\/\S*)$/.exec(operation.entry) ?? [];
    if (method === undefined || path === undefined) return [];
    const target = `$.paths['${path.replace(/:(\w+)[?*+]?/g, "{$1}")}'].${method.toLowerCase()}`;
    return [{ target, update: updateOf(operation) }];
  });
  const document = { overlay: "1.0.0", info: { title: "Idempotency contract", version: "1.0.0" }, actions };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function updateOf({ answers, header }: Operation) {
  const told = questions().map(([question]) => [question, answers[question].value] as const);
  const known = told.filter(([, value]) => value !== "unknown");
  return {
    "x-idempotency": Object.fromEntries(known),
    ...(header !== undefined && {
      parameters: [
        {
          name: header,
          in: "header",
          required: false,
          description: `A request that is sent again carries the same key. Remembered: ${answers.retention.value}.`,
          schema: { type: "string", minLength: 1, maxLength: 255 },
        },
      ],
    }),
  };
}

function questions(): readonly (readonly [Question, string])[] {
  return Object.entries(QUESTIONS) as [Question, string][];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
