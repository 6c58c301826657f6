import type { Host } from "./host.js";
import { readOptions, type Misuse, type Option, type Options } from "./options.js";

/** A command of the program: its options, its help, and what it does. */
export interface CommandDefinition<Asked extends object> {
  readonly name: string;
  /** The call and one line about it, for the list of commands. */
  readonly synopsis: string;
  readonly summary: string;
  /** The whole page; lines that begin with `# ` are headings. */
  readonly help: string;
  /** `undefined` leaves the arguments to the command. */
  readonly options: Readonly<Record<string, Option>> | undefined;
  read(options: Options, positionals: readonly string[]): { readonly ok: true; readonly asked: Asked } | Misuse;
  /** Runs it; the answer is the exit code. What it needs is loaded here, since the parser alone takes longer than help. */
  run(asked: Asked, host: Host): number | Promise<number>;
}

/** A command whose arguments were understood. */
export interface Invocation {
  readonly ok: true;
  /** What was understood, for tests. */
  readonly asked: object;
  run(host: Host): number | Promise<number>;
}

/** A command, whatever it asks for. */
export interface Command extends Pick<CommandDefinition<object>, "name" | "synopsis" | "summary" | "help"> {
  invoke(args: readonly string[]): Invocation | Misuse | { readonly ok: true; readonly help: string };
}

/** Makes a command of its definition. */
export function defineCommand<Asked extends object>(definition: CommandDefinition<Asked>): Command {
  const { name, synopsis, summary, help, options: known } = definition;
  return {
    name,
    synopsis,
    summary,
    help,
    invoke(args) {
      const read = known ? readOptions(name, args, known) : { ok: true as const, options: NONE, positionals: args };
      if (!read.ok) return read;
      if (read.options.flag("help")) return { ok: true, help };
      const understood = definition.read(read.options, read.positionals);
      if (!understood.ok) return understood;
      const { asked } = understood;
      return { ok: true, asked, run: (host) => definition.run(asked, host) };
    },
  };
}

const NONE: Options = { flag: () => false, last: () => undefined, all: () => [] };
