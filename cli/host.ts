/** The part of a terminal or pipe that commands use. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The world around a command, so that tests can stand in for it. */
export interface Host {
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends what runs until it is told to stop. */
  readonly stop?: AbortSignal;
  /** Asks a person yes or no; absent where nobody sits at the terminal. */
  ask?(question: string): Promise<boolean>;
}

/** Exit codes, stable: CI scripts depend on them. */
export const exit = { clean: 0, findings: 1, usage: 2, fault: 3 } as const;

/** Says in one sentence what is wrong with what was asked for; the answer is the exit code. */
export function misuse(message: string, host: Host): number {
  host.err.write(`idemlint: ${message}\n`);
  return exit.usage;
}
