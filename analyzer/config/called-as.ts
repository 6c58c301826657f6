import { ts } from "ts-morph";
import { namesOf } from "../interpreter/world/modules.js";

/** How a configuration names what a call calls. */
export interface CalledAs {
  /** An import specifier as the file writes it, or the file itself where the function is declared in it. */
  readonly from: string;
  /** `once`, `Guard#run`, `guards.once`. */
  readonly call: string;
}

/**
 * Names a callee by its import, as far as the file alone tells: through members, instances that are made or annotated in it, and
 * fields of the class around it. `around` are the nodes around the call, outermost first.
 */
export function calledAs(
  callee: ts.Expression,
  around: readonly ts.Node[],
  source: ts.SourceFile,
): CalledAs | undefined {
  const found = valueNamed(callee, around, source);
  return found && /^[\w$]+(?:[.#][\w$]+)*$/.test(found.call) ? found : undefined;
}

function valueNamed(node: ts.Expression, around: readonly ts.Node[], source: ts.SourceFile): CalledAs | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return valueNamed(node.expression, around, source);
  if (ts.isIdentifier(node)) return ofName(node.text, around, source);
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const { text } = node.name;
  if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return ofField(text, around, source);
  return member(valueNamed(node.expression, around, source), text);
}

function member(owner: CalledAs | undefined, name: string): CalledAs | undefined {
  if (!owner) return undefined;
  const joint = owner.call === "" || owner.call.endsWith("#") ? "" : ".";
  return { ...owner, call: `${owner.call}${joint}${name}` };
}

/** A name in force where the call stands: the innermost declaration is the one. */
function ofName(name: string, around: readonly ts.Node[], source: ts.SourceFile): CalledAs | undefined {
  for (const node of around.toReversed()) {
    if (node === source) break;
    const declared = declaredIn(node, name, source);
    if (declared) return ofDeclaration(declared, source);
  }
  const { locals, exports } = namesOf(source);
  const local = locals.get(name);
  if (local?.kind === "import") return { from: local.specifier, call: local.name === "*" ? "" : local.name };
  if (local?.kind === "variable") {
    const made = ofDeclaration(local.node, source);
    if (made) return made;
  }
  const exported = [...exports].find(([, to]) => to.kind === "local" && to.name === name)?.[0];
  return exported === undefined ? undefined : { from: source.fileName, call: exported };
}

type Declaration = ts.ParameterDeclaration | ts.VariableDeclaration | ts.PropertyDeclaration;

function declaredIn(node: ts.Node, name: string, source: ts.SourceFile): Declaration | undefined {
  const isIt = (declaration: Declaration) => declaration.name.getText(source) === name;
  if (ts.isFunctionLike(node)) return node.parameters.find(isIt);
  if (!ts.isBlock(node)) return undefined;
  return node.statements
    .flatMap((statement) => (ts.isVariableStatement(statement) ? statement.declarationList.declarations : []))
    .find(isIt);
}

/** A field of the class around the call: a property, or a parameter of the constructor that is one. */
function ofField(name: string, around: readonly ts.Node[], source: ts.SourceFile): CalledAs | undefined {
  const owner = around.findLast(ts.isClassLike);
  for (const part of owner?.members ?? []) {
    const fields = ts.isConstructorDeclaration(part) ? part.parameters : ts.isPropertyDeclaration(part) ? [part] : [];
    const field = fields.find((one) => one.name.getText(source) === name);
    if (field) return ofDeclaration(field, source);
  }
  return undefined;
}

/** An instance of an annotated type, or of the class that it is made of. */
function ofDeclaration({ type, initializer }: Declaration, source: ts.SourceFile): CalledAs | undefined {
  if (type) return ts.isTypeReferenceNode(type) ? instanceOf(type.typeName.getText(source), source) : undefined;
  return initializer && ts.isNewExpression(initializer)
    ? instanceOf(initializer.expression.getText(source), source)
    : undefined;
}

function instanceOf(type: string, source: ts.SourceFile): CalledAs | undefined {
  const [head = "", ...rest] = type.split(".");
  const local = namesOf(source).locals.get(head);
  const start: CalledAs | undefined =
    local?.kind === "import"
      ? { from: local.specifier, call: local.name === "*" ? "" : local.name }
      : local?.kind === "class" || local?.kind === "type"
        ? { from: source.fileName, call: head }
        : undefined;
  const named = rest.reduce(member, start);
  return named && { ...named, call: `${named.call}#` };
}
