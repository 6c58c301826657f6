import { ts } from "ts-morph";
import type { Frame, Machine } from "../interpreter/walk/machine.js";
import { linked } from "../interpreter/libraries/places.js";
import { object, type Value } from "../interpreter/values/value.js";
import { topFrame } from "../interpreter/world/world.js";
import type { Candidate } from "./candidate.js";

/**
 * The clients that a framework hands to handlers in a context, as the type argument of an earlier link says: an object's type, or that of the
 * function that makes it (`initTRPC.context<typeof createContext>()`). What else is in it comes from `rest`: middleware changes it, and what
 * is null before somebody signed in is not null in a handler.
 */
export function contextOf(
  link: string,
  rest: Value,
  candidate: Candidate,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const node = linked(link, candidate.links ?? []).at(-1)?.node;
  const type = node && ts.isCallExpression(node) ? node.typeArguments?.[0] : undefined;
  if (!type) return undefined;
  const { fileName } = type.getSourceFile();
  const made = machine.typed({ node: type, file: fileName });
  const scratch = topFrame(machine.world.moduleEnv(fileName), type);
  const context = made?.kind === "function" ? machine.invoke(made, [], type, scratch) : made;
  for (const file of [fileName, ...scratch.output.files]) frame.output.files.add(file);
  if (context?.kind !== "object") return undefined;
  const clients = [...context.properties].filter(([, value]) => isClient(value));
  return clients.length > 0 ? object(new Map(clients), rest) : undefined;
}

function isClient(value: Value): boolean {
  switch (value.kind) {
    case "library":
    case "instance":
      return true;
    case "object":
      return [...value.properties.values(), ...(value.rest ? [value.rest] : [])].some(isClient);
    case "union":
      return value.options.every(isClient);
    case "unknown":
      return value.type !== undefined;
    default:
      return false;
  }
}
