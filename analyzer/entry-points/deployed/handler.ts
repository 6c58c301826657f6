import { join } from "node:path/posix";
import type { ts } from "ts-morph";
import type { Machine } from "../../interpreter/walk/machine.js";
import type { Value } from "../../interpreter/values/value.js";
import type { EntryItem } from "../../models/patterns.js";
import type { Candidate } from "../candidate.js";
import { fill, isFunction } from "../handler-name.js";

/** A handler that infrastructure names by its place. */
export interface DeployedHandler {
  /** Its file without an extension and the export, `src/orders.consume`, told from a folder around `from`. */
  readonly place: string;
  /** The file that names it. */
  readonly from: string;
  /** What triggers it, as the type of a Lambda's handler. */
  readonly trigger: string;
  /** `POST /orders`. */
  readonly route?: string | undefined;
  /** Where it is named, in code; a handler that a template names stands for itself. */
  readonly node?: ts.Node;
}

/** The entry point that a deployed handler is, when the project has it. */
export function candidateOf(deployed: DeployedHandler, machine: Machine): readonly Candidate[] {
  const { place, from, trigger, route } = deployed;
  const [, path, name] = /^(.+)\.([\w$]+)$/.exec(place) ?? [];
  const file = path === undefined ? undefined : fileAt(path, from, machine);
  const handler = file === undefined || name === undefined ? undefined : machine.world.exported(file, name);
  const model = handler && isFunction(handler) ? modelOf(trigger, machine) : undefined;
  const node = deployed.node ?? (handler && functionIn(handler));
  if (!model || !handler || !node || name === undefined) return [];
  const safe = route !== undefined && /^(GET|HEAD|OPTIONS) /.test(route);
  return [
    {
      model: safe ? { ...model, safe } : model,
      library: "AWS Lambda",
      node,
      handlers: [handler],
      name: route ?? fill(model.name, { name }),
      parameters: new Map(),
      deployed: true,
    },
  ];
}

/** The source at a place that is told from the folder of a file, or from one around it. */
function fileAt(path: string, from: string, machine: Machine): string | undefined {
  const { project } = machine.world;
  for (let folder = parentOf(from); folder.startsWith(project.root); folder = parentOf(folder)) {
    const inside = join(folder, path);
    const found = [inside, ...sourcesOfBuilt(inside)]
      .flatMap((base) => (CODE.test(base) ? [base] : EXTENSIONS.map((extension) => `${base}${extension}`)))
      .find((each) => project.source(each));
    if (found !== undefined) return found;
  }
  return undefined;
}

const CODE = /\.[cm]?[jt]sx?$/;
const EXTENSIONS = [".ts", ".mts", ".tsx", ".js", ".mjs", "/index.ts"];

/** What is deployed may be named where the build puts it. */
function sourcesOfBuilt(path: string): readonly string[] {
  const built = /\/(?:dist|build|lib|out|\.build)\//;
  return built.test(path) ? [path.replace(built, "/src/"), path.replace(built, "/")] : [];
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** The function that a value is, or the first that it wraps. */
function functionIn(value: Value): ts.Node | undefined {
  if (value.kind === "function") return value.node;
  const inside = value.kind === "union" ? value.options : value.kind === "unknown" ? (value.wraps ?? []) : [];
  return inside.map(functionIn).find((found) => found !== undefined);
}

function modelOf(type: string, machine: Machine): EntryItem | undefined {
  return machine.world.libraries
    .forPackage("aws-lambda")
    ?.model.entries?.find((entry) => entry.on === "type" && entry.types.includes(type));
}
