import type { ts } from "ts-morph";
import type { Machine } from "../interpreter/walk/machine.js";
import type { Candidate } from "./candidate.js";
import { handlersOfCdk, mayBeCdk } from "./deployed/cdk.js";
import { candidateOf, type DeployedHandler } from "./deployed/handler.js";
import { handlersOfSst, mayBeSst } from "./deployed/sst.js";
import { handlersOfTemplate, isTemplate } from "./deployed/templates.js";
import { handlersWritten, mayBeServerless } from "./deployed/written.js";

/** Whether a file may say what is deployed. */
export function mayDeploy({ text }: ts.SourceFile): boolean {
  return mayBeSst(text) || mayBeCdk(text) || mayBeServerless(text);
}

/**
 * Handlers that infrastructure in code names by their place. What triggers them is told there and nowhere in the handler,
 * whose event need not have a type.
 */
export function deployedIn(source: ts.SourceFile, machine: Machine): readonly Candidate[] {
  const { text } = source;
  const handlers: readonly DeployedHandler[] = [
    ...(mayBeSst(text) ? handlersOfSst(source, machine) : []),
    ...(mayBeCdk(text) ? handlersOfCdk(source) : []),
    ...(mayBeServerless(text) ? handlersWritten(source) : []),
  ];
  return handlers.flatMap((handler) => candidateOf(handler, machine));
}

/** Handlers that templates name, of the Serverless Framework and of SAM: the same candidate as before where nothing changed. */
export function createTemplates(machine: Machine): () => readonly Candidate[] {
  const { project } = machine.world;
  const read = new Map<
    string,
    { readonly versions: ReadonlyMap<string, number>; readonly handlers: readonly DeployedHandler[] }
  >();
  let before: readonly Candidate[] = [];
  const handlersIn = (template: string): readonly DeployedHandler[] => {
    const known = read.get(template);
    if (known && [...known.versions].every(([file, version]) => project.version(file) === version))
      return known.handlers;
    const versions = new Map([[template, project.version(template)]]);
    const handlers = handlersOfTemplate(template, project.text(template) ?? "", (file) => {
      versions.set(file, project.version(file));
      return project.text(file);
    });
    read.set(template, { versions, handlers });
    return handlers;
  };
  return () => {
    const templates = project.filesWith(".yml", ".yaml").filter(isTemplate);
    const made = templates.flatMap(handlersIn).flatMap((handler) => candidateOf(handler, machine));
    return (before = made.map((candidate) => before.find((old) => isSame(old, candidate)) ?? candidate));
  };
}

function isSame(a: Candidate, b: Candidate): boolean {
  const [one, other] = [a.handlers[0], b.handlers[0]];
  const isKept =
    one?.kind === "function" && other?.kind === "function" && one.env === other.env && one.node === other.node;
  return a.name === b.name && isKept;
}
