import { ts } from "ts-morph";
import { namesOf, requireOf } from "../interpreter/world/modules.js";

/** Whether the function that a file exports as a whole registers what it is given: `export default (app) => { app.post(…) }`. */
export function registersAsWhole(source: ts.SourceFile, names: RegExp): boolean {
  if (!names.test(source.text)) return false;
  const fn = wholeOf(source);
  return fn !== undefined && fn.parameters.length > 0 && names.test(fn.getText(source));
}

/**
 * How a file calls what such files export, which has whatever name it is given: `routes(app)`, `require("./routes")(app)`.
 * Files are told by the last part of their path; one too many is only looked at in vain.
 */
export function callsOfWhole(source: ts.SourceFile, files: readonly string[]): readonly string[] {
  const stems = new Set(files.map(stemOf));
  return [...namesOf(source).locals].flatMap(([name, local]) => {
    const specifier =
      local.kind === "import" && local.name === "default"
        ? local.specifier
        : local.kind === "variable"
          ? requireOf(local.node.initializer)
          : undefined;
    return specifier !== undefined && stems.has(stemOf(specifier)) ? [name] : [];
  });
}

/** A module that is called where it is required, as the source of a pattern. */
export const CALLED_AT_ONCE = "require\\([^()]*\\)";

function wholeOf(source: ts.SourceFile): ts.FunctionLikeDeclaration | undefined {
  const { exports, locals, whole } = namesOf(source);
  const item = exports.get("default");
  if (!whole && item?.kind === "from") return undefined;
  const node = whole ?? (item?.kind === "expression" ? item.node : undefined);
  const name = node && ts.isIdentifier(node) ? node.text : item?.kind === "local" ? item.name : undefined;
  const local = name === undefined ? undefined : locals.get(name);
  if (local?.kind === "function") return local.node;
  const made = local?.kind === "variable" ? local.node.initializer : node;
  return made && (ts.isArrowFunction(made) || ts.isFunctionExpression(made) || ts.isFunctionDeclaration(made))
    ? made
    : undefined;
}

/** `routes` of `./server/routes.js` and of `./routes/index.ts`. */
function stemOf(path: string): string {
  const parts = path.replace(/\.\w+$/, "").split("/");
  return (parts.at(-1) === "index" ? parts.at(-2) : parts.at(-1)) ?? path;
}
