import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type * as vscode from "vscode";

/** What `idemlint verify` found out about one scenario, as far as it is shown. */
export interface Verdict {
  readonly scenario: string;
  readonly verdict: string;
  readonly reason: string;
  readonly schedule?: string;
  readonly sites: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly verdict: string;
  }[];
}

/** How a run ended. */
export type Ending =
  | { readonly kind: "cancelled" }
  /** It came to no verdict. */
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "judged"; readonly verdicts: readonly Verdict[]; readonly page: string | undefined };

export interface VerifyRun {
  readonly cli: string;
  readonly folder: string;
  /** The scenario's file. */
  readonly file: string;
  readonly token: vscode.CancellationToken;
  write(text: string): void;
}

/** Runs one scenario file with the workspace's own program; its verdicts are kept where the map looks for them. */
export async function verify({ cli, folder, file, token, write }: VerifyRun): Promise<Ending> {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-"));
  const verdicts = path.join(temporary, "verdicts.json");
  const page = path.join(temporary, "timeline.html");
  try {
    const args = [cli, "verify", path.relative(folder, file), "--verdicts", verdicts, "--html", page];
    const ended = await execute(args, folder, token, write);
    if (ended === "cancelled") return { kind: "cancelled" };
    const found = read(verdicts);
    if (found.length === 0) {
      const why = ended.errors.trim() || `idemlint verify ended with ${String(ended.code)} and no verdict.`;
      return { kind: "broken", why };
    }
    keep(found, verdictsFile(folder));
    return { kind: "judged", verdicts: found, page: fs.existsSync(page) ? fs.readFileSync(page, "utf8") : undefined };
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** Where a folder keeps what runs found. */
export function verdictsFile(folder: string): string {
  return path.join(folder, ".idemlint", "verdicts.json");
}

type Ended = "cancelled" | { readonly code: number | null; readonly errors: string };

/** Streams the output; a cancelled run is ended, and gets time to put away what it started. */
function execute(
  args: readonly string[],
  cwd: string,
  token: vscode.CancellationToken,
  write: (text: string) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn("node", args, { cwd, env: { ...process.env, FORCE_COLOR: "1" } });
    let errors = "";
    let isCancelled = false;
    const subscription = token.onCancellationRequested(() => {
      isCancelled = true;
      child.kill();
      setTimeout(() => child.kill("SIGKILL"), graceMs).unref();
    });
    const end = (code: number | null) => {
      subscription.dispose();
      resolve(isCancelled ? "cancelled" : { code, errors });
    };
    child.stdout.setEncoding("utf8").on("data", write);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
      write(text);
    });
    child.on("error", (error) => {
      errors += `node did not start: ${error.message}`;
      end(null);
    });
    child.on("close", end);
  });
}

const graceMs = 5_000;

function read(file: string): readonly Verdict[] {
  try {
    const { verdicts } = JSON.parse(fs.readFileSync(file, "utf8")) as { readonly verdicts?: readonly Verdict[] };
    return verdicts ?? [];
  } catch {
    return [];
  }
}

/** Puts verdicts among those that are kept, in place of earlier ones of the same scenarios. */
function keep(verdicts: readonly Verdict[], file: string): void {
  const names = new Set(verdicts.map(({ scenario }) => scenario));
  const all = [...read(file).filter(({ scenario }) => !names.has(scenario)), ...verdicts];
  all.sort((a, b) => (a.scenario < b.scenario ? -1 : 1));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify({ version: 1, verdicts: all }, undefined, 2)}\n`);
}
