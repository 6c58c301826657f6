import { splitList } from "./cursor.js";
import type { SqlToken } from "./tokens.js";

/** The names of what the list of a `SELECT` gives back; nothing where it gives all, or what cannot be told. */
export function namesOfList(list: readonly SqlToken[]): readonly string[] | undefined {
  const names = splitList(withoutDistinct(list)).map(nameOf);
  return names.every((name) => name !== undefined) && names.length > 0 ? names : undefined;
}

function withoutDistinct(list: readonly SqlToken[]): readonly SqlToken[] {
  const [first, second] = list;
  if (first?.upper !== "DISTINCT" && first?.upper !== "ALL") return list;
  if (second?.upper !== "ON") return list.slice(1);
  return list.slice(list.findIndex(({ value }) => value === ")") + 1);
}

/** The label, the column, or what PostgreSQL calls the answer of a function. */
function nameOf(item: readonly SqlToken[]): string | undefined {
  const last = item.at(-1);
  const before = item.at(-2);
  if (!last || item.some(({ kind }) => kind === "parameter") || last.value === "*") return undefined;
  const isName = last.kind === "word" || last.kind === "quoted";
  if (
    isName &&
    (item.length === 1 ||
      before?.value === "." ||
      before?.value === ")" ||
      before?.upper === "AS" ||
      before?.kind === "word")
  )
    return last.value;
  const [first, opened] = item;
  return first?.kind === "word" && opened?.value === "(" && last.value === ")" ? first.value : undefined;
}
