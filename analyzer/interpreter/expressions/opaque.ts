import { ts } from "ts-morph";
import type { Frame, Machine } from "../walk/machine.js";
import { namesOf, type Local } from "../world/modules.js";

/** Counts a call whose function cannot be seen, so that what is not known is told. */
export function countOpaque(name: string, node: ts.Node, frame: Frame, machine: Machine): void {
  const counts = machine.world.counts.opaque;
  const known = counts.get(name);
  const from = known ? known.from : packageOf(node, frame, machine);
  counts.set(name, { times: (known?.times ?? 0) + 1, ...(from === undefined ? {} : { from }) });
}

/** The package that the first name of a call leads to: `z` in `z.string().min(2)`, `client` made by `new Client()`. */
function packageOf(node: ts.Node, frame: Frame, machine: Machine): string | undefined {
  const { file } = frame.env;
  const source = machine.world.project.source(file);
  let at: ts.Node | undefined = node;
  for (let steps = 0; source && at && steps < 40; steps++) {
    if (!ts.isIdentifier(at)) {
      at = leftmost(at);
      continue;
    }
    const local: Local | undefined = namesOf(source).locals.get(at.text);
    if (local?.kind === "import")
      return machine.world.project.resolve(local.specifier, file) === undefined
        ? packageName(local.specifier)
        : undefined;
    at = local?.kind === "variable" ? local.node.initializer : undefined;
  }
  return undefined;
}

function leftmost(node: ts.Node): ts.Node | undefined {
  const inner = node as { readonly expression?: ts.Node; readonly tag?: ts.Node };
  return inner.expression ?? inner.tag;
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
