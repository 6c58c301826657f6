import { readFileSync } from "node:fs";
import { suggestion } from "../nearest.js";
import { ANSWERS, QUESTIONS, type Operation, type Question } from "./operation.js";

/** Grows when a reader of the contract would have to change; `schemas/contract.schema.json` describes it. */
export const CONTRACT_VERSION = 1;

/** The file that declares what a service promises, beside the code. */
export const contractName = "idemlint-contract.json";

/** What a team declares about one operation: a word for each question that it answers. */
export interface Declared {
  readonly name: string;
  readonly answers: Readonly<Partial<Record<Question, string>>>;
}

export type DeclaredRead =
  { readonly ok: true; readonly declared: readonly Declared[] } | { readonly ok: false; readonly message: string };

/** Reads a contract file; a word that answers no question is told. */
export function readDeclared(file: string, shown: string): DeclaredRead {
  let operations: readonly unknown[];
  try {
    const read = JSON.parse(readFileSync(file, "utf8")) as {
      readonly version?: unknown;
      readonly operations?: unknown;
    };
    if (read.version !== CONTRACT_VERSION || !Array.isArray(read.operations))
      return fail(`${shown} is no contract of version ${CONTRACT_VERSION}. idemlint contract --declare writes one.`);
    operations = read.operations;
  } catch (error) {
    return fail(
      error instanceof SyntaxError
        ? `${shown} is not JSON: ${error.message}.`
        : `There is no contract at ${shown}. idemlint contract --declare writes one.`,
    );
  }
  const declared: Declared[] = [];
  for (const one of operations) {
    const { name, answers } = (typeof one === "object" && one !== null ? one : {}) as Partial<Declared>;
    if (typeof name !== "string" || typeof answers !== "object")
      return fail(`${shown}: an operation has a name and answers.`);
    const problem = Object.entries(answers).flatMap(([question, value]) => problemOf(question, value) ?? [])[0];
    if (problem !== undefined) return fail(`${shown}: ${name}: ${problem}.`);
    declared.push({ name, answers });
  }
  return { ok: true, declared };
}

function problemOf(question: string, value: unknown): string | undefined {
  if (!(question in QUESTIONS))
    return `${question} is no question.${suggestion(question, Object.keys(QUESTIONS))} They are ${Object.keys(QUESTIONS).join(", ")}`;
  const words: readonly string[] = [...ANSWERS[question as Question], "unknown"];
  if (words.includes(String(value)) || (question === "retention" && /^\d+[mhd]$/.test(String(value)))) return undefined;
  return `${question} cannot be ${JSON.stringify(value)}. It is ${words.join(", ")}${question === "retention" ? ", or a time such as 24h" : ""}`;
}

/** Where the contract and the code disagree, one sentence each. What the code cannot answer contradicts nothing. */
export function disagreements(declared: readonly Declared[], operations: readonly Operation[]): readonly string[] {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const known = new Set(declared.map(({ name }) => name));
  return [
    ...declared.flatMap(({ name, answers }) => {
      const operation = byName.get(name);
      if (!operation)
        return [`${name} is declared, and there is no such entry point.${suggestion(name, byName.keys())}`];
      return Object.entries(answers).flatMap(([question, value]) => {
        const answer = operation.answers[question as Question];
        if (value === "unknown" || answer.value === "unknown" || answer.value === value) return [];
        return [`${name}: ${question} is declared as “${value}”, and is “${answer.value}”: ${answer.because}`];
      });
    }),
    ...operations
      .filter(({ name, answers }) => !known.has(name) && answers.keys.value !== "not needed")
      .map(({ name }) => `${name} is not declared. idemlint contract --declare adds it`),
  ];
}

/** The contract as a file: what was declared stays, what is new is added with what the code says. */
export function declarationOf(operations: readonly Operation[], before: readonly Declared[]): string {
  const byName = new Map(before.map((declared) => [declared.name, declared]));
  const stating = operations.filter(({ name, answers }) => byName.has(name) || answers.keys.value !== "not needed");
  const declared = stating.map(({ name, answers }) => ({
    name,
    answers:
      byName.get(name)?.answers ??
      Object.fromEntries(Object.entries(answers).map(([question, { value }]) => [question, value])),
  }));
  return `${JSON.stringify({ version: CONTRACT_VERSION, operations: declared }, undefined, 2)}\n`;
}

function fail(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
