import type { ts } from "ts-morph";
import { functionName } from "../functions/function-name.js";
import type { Value } from "../values/value.js";
import { withContext } from "../walk/frames.js";
import type { Frame } from "../walk/machine.js";

/** The frame in which one of several values is called: its effects tell which one it was. */
export function asOneOf(options: readonly Value[], option: Value, frame: Frame): Frame {
  const own = options.length < 2 ? undefined : nameOfOption(option);
  if (own === undefined) return frame;
  const namesake = options.some((other) => {
    const that = nameOfOption(other);
    return that?.name === own.name && that.node !== own.node;
  });
  return withContext(frame, { ...frame.context, option: namesake ? `${own.name} in ${placeOf(own.node)}` : own.name });
}

/** What one of several values is called, and where it is declared: its class, or itself where it is a function. */
function nameOfOption(option: Value): { readonly name: string; readonly node: ts.Node } | undefined {
  const owner = option.kind === "function" ? option.self : option;
  if (owner?.kind === "instance") return owner.of.node.name && { name: owner.of.node.name.text, node: owner.of.node };
  if (option.kind !== "function") return undefined;
  return { name: functionName(option.node).replace(/^["'`]|["'`]$/g, ""), node: option.node };
}

/** The file and folder of a declaration, which tell it from another of its name. */
function placeOf(node: ts.Node): string {
  return node
    .getSourceFile()
    .fileName.split("/")
    .slice(-2)
    .join("/")
    .replace(/\.[cm]?[jt]sx?$/, "");
}
