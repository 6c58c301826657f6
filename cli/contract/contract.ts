import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readVerdicts } from "../../harness/verdicts-file.js";
import { verdictsPath } from "../../map/proofs.js";
import type { OpenOptions, OpenResult } from "../../rules/session.js";
import type { ContractAsked } from "../commands/contract.js";
import { count } from "../style.js";
import { exit, misuse, type Host } from "../host.js";
import { relativeTo } from "../places.js";
import { createProgress } from "../progress.js";
import { operationsOf } from "./answers.js";
import { contractName, declarationOf, disagreements, readDeclared } from "./declared.js";
import { renderContract } from "./formats.js";
import { readObserved, withRuns, type Observed } from "./observed.js";
import type { Operation } from "./operation.js";

/** Runs `idemlint contract`; the answer is the exit code. */
export function contract(asked: ContractAsked, host: Host, open: (options: OpenOptions) => OpenResult): number {
  const progress = createProgress(host.err);
  const { paths, project } = asked;
  const opened = open({ cwd: host.cwd, paths, ...(project !== undefined && { project }), onProgress: progress.report });
  if (!opened.ok) {
    progress.clear();
    return misuse(opened.problem.message, host);
  }
  const result = opened.session.check({ preset: "recommended" });
  progress.clear();
  const observed: Observed[] = [];
  for (const file of asked.observed) {
    const read = readObserved(file, host.cwd);
    if (!read.ok) return misuse(read.message, host);
    observed.push(read.observed);
  }
  const verdicts = readVerdicts(resolve(host.cwd, asked.verdicts ?? verdictsPath))?.verdicts ?? [];
  const operations = withRuns(operationsOf(result, opened.session.root), verdicts, observed);

  const file = resolve(host.cwd, asked.file ?? contractName);
  if (asked.action === "check") return check(file, operations, host);
  if (asked.action === "declare") return declare(file, operations, host);
  const text = renderContract(operations, asked.format, host.cwd);
  if (asked.out === undefined) host.out.write(text);
  else write(join(host.cwd, asked.out), text);
  return exit.clean;
}

function check(file: string, operations: readonly Operation[], host: Host): number {
  const read = readDeclared(file, relativeTo(host.cwd, file));
  if (!read.ok) return misuse(read.message, host);
  const found = disagreements(read.declared, operations);
  for (const sentence of found) host.out.write(`✖ ${sentence}.\n`);
  if (found.length === 0)
    host.out.write(`✔ The code keeps the contract of ${count(read.declared.length, "operation")}.\n`);
  return found.length === 0 ? exit.clean : exit.findings;
}

function declare(file: string, operations: readonly Operation[], host: Host): number {
  const shown = relativeTo(host.cwd, file);
  const before = existsSync(file) ? readDeclared(file, shown) : { ok: true as const, declared: [] };
  if (!before.ok) return misuse(before.message, host);
  write(file, declarationOf(operations, before.declared));
  const { length } = operations;
  host.out.write(`${shown}: ${count(length, "operation")}. Write down what is unknown, and commit it.\n`);
  return exit.clean;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
