import { parseArgs } from "node:util";
import { suggestion } from "./nearest.js";

/** An option of a command. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: true;
  readonly values?: readonly string[];
}

/** The options that were given. */
export interface Options {
  flag(name: string): boolean;
  last(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** The one sentence that says what is wrong with the arguments. */
export interface Misuse {
  readonly ok: false;
  readonly message: string;
}

/** Options that every command has. */
export const common = {
  help: { type: "boolean", short: "h" },
  debug: { type: "boolean" },
} satisfies Record<string, Option>;

/** The option that names a tsconfig. */
export const projectOption = { project: { type: "string", short: "p" } } satisfies Record<string, Option>;

/** Reads the arguments behind a command's name. */
export function readOptions(
  name: string,
  args: readonly string[],
  known: Readonly<Record<string, Option>>,
): { readonly ok: true; readonly options: Options; readonly positionals: readonly string[] } | Misuse {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map<string, string[]>();
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = known[token.name];
    if (!option) {
      const names = Object.keys(known).map((one) => `--${one}`);
      return wrong(`idemlint ${name} has no option ${token.rawName}.${suggestion(token.rawName, names)}`);
    }
    if (option.type === "boolean") {
      if (token.value !== undefined) return wrong(`--${token.name} takes no value.`);
      flags.add(token.name);
    } else {
      const problem = valueProblem(token.name, token.value, option);
      if (problem) return wrong(problem);
      values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ""]);
    }
  }
  const all = (one: string) => values.get(one) ?? [];
  return { ok: true, positionals, options: { flag: (one) => flags.has(one), last: (one) => all(one).at(-1), all } };
}

function valueProblem(name: string, value: string | undefined, { values }: Option): string | undefined {
  if (value === undefined || value === "") return `--${name} needs a value${values ? `: ${values.join(", ")}` : ""}.`;
  if (!values || values.includes(value)) return undefined;
  return `--${name} ${value} is not one of ${values.join(", ")}.${suggestion(value, values)}`;
}

/** Arguments that cannot be meant. */
export function wrong(message: string): Misuse {
  return { ok: false, message };
}
