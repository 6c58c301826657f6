import { execFileSync } from "node:child_process";
import { run } from "../../../cli/run.js";
import { tree, type TemporaryTree } from "../../project/tree.js";
import { recorder } from "../fakes.js";

/** A git repository made for one test. */
export interface Repository extends TemporaryTree {
  git(...args: readonly string[]): string;
  commit(message: string): void;
  /** Runs `idemlint` in it: the exit code, and what was printed. */
  idemlint(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  /** `rule file` of what `idemlint check` reports, in order. */
  gaps(...args: readonly string[]): Promise<readonly string[]>;
}

/** Commits files to the branch `main` of a new repository. */
export function repository(files: Readonly<Record<string, string>>): Repository {
  const made = tree(files);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
      cwd: made.root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const commit = (message: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  };
  git("init", "--quiet", "--initial-branch=main");
  commit("Begin");
  const idemlint: Repository["idemlint"] = async (...args) => {
    const host = recorder(made.root);
    const code = await run(args, host);
    return { code, out: host.printed(), err: host.warned() };
  };
  return {
    ...made,
    git,
    commit,
    idemlint,
    async gaps(...args) {
      const { out, err } = await idemlint("check", "--format", "json", ...args);
      if (out === "") throw new Error(err);
      const { findings } = JSON.parse(out) as { findings: readonly { rule: string; file: string }[] };
      return findings.map(({ rule, file }) => `${rule} ${file}`);
    },
  };
}
