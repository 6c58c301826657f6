import { ts } from "ts-morph";

/** Two paths as one: `/api` and `orders/` are `/api/orders`. */
export function joinPaths(first: string, second: string): string {
  const parts = [first, second].map((part) => part.replace(/^\/|\/$/g, "")).filter((part) => part !== "");
  return parts.length === 0 ? "" : `/${parts.join("/")}`;
}

/** A path as it is put together (`path.join(__dirname, "mail.js")`), from the folder of the file that it is written in. */
export function writtenPath(node: ts.Node): string {
  return textsIn(node).join("/").replace(/^\//, "");
}

/** The texts of which a path is put together. */
function textsIn(node: ts.Node): readonly string[] {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
    return node.text === "" ? [] : [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...textsIn(child)));
  return found;
}
