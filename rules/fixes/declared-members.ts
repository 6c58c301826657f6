import { ts } from "ts-morph";
import type { RuleContext } from "../rule.js";

/** Members that a value of this type always has, by the interface, type or class of that name: here, else where it is the only one. */
export function declaredMembers(type: string | undefined, source: ts.SourceFile, context: RuleContext): string[] {
  const name = /^(?:Readonly<)?([A-Z]\w*)>?$/.exec(type ?? "")?.[1];
  if (name === undefined) return [];
  const here = membersIn(source, name);
  if (here) return here;
  if (!source.text.includes(name)) return [];
  const elsewhere = context.sources().flatMap((other) => (other.text.includes(name) ? [membersIn(other, name)] : []));
  const found = elsewhere.filter((members) => members !== undefined);
  return found.length === 1 ? (found[0] ?? []) : [];
}

function membersIn(source: ts.SourceFile, name: string): string[] | undefined {
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) return required(statement.members);
    if (ts.isClassDeclaration(statement) && statement.name?.text === name) return required(statement.members);
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name)
      return ts.isTypeLiteralNode(statement.type) ? required(statement.type.members) : undefined;
  }
  return undefined;
}

function required(members: readonly (ts.TypeElement | ts.ClassElement)[]): string[] {
  return members.flatMap((member) => {
    const isField = ts.isPropertySignature(member) || ts.isPropertyDeclaration(member);
    return isField && !member.questionToken && ts.isIdentifier(member.name) ? [member.name.text] : [];
  });
}
