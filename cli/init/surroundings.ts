import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryAround } from "../../rules/judging/repository.js";

/** What a project is built with, as far as setting up concerns it. */
export interface Surroundings {
  readonly folder: string;
  /** The repository's folder, where code hosts look for their jobs. */
  readonly repository: string;
  readonly packageJson: { readonly text: string; readonly json: Readonly<Record<string, unknown>> } | undefined;
  readonly packageManager: PackageManager;
  /** The flat configuration of ESLint, by its name. */
  readonly eslintConfig?: string;
  readonly idemlintConfig?: string;
  readonly codeHost?: "github" | "gitlab";
  readonly testRunner?: "vitest" | "jest" | "mocha";
}

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

/** Looks around in a folder; what cannot be read is not there. */
export function lookAround(folder: string): Surroundings {
  const repository = repositoryAround(folder) ?? folder;
  const there = (...names: readonly string[]) => names.find((name) => existsSync(join(folder, name)));
  const packageJson = readManifest(join(folder, "package.json"));
  const eslintConfig = there(...["js", "mjs", "cjs", "ts", "mts", "cts"].map((end) => `eslint.config.${end}`));
  const idemlintConfig = there(
    ...["ts", "mts", "cts", "js", "mjs", "cjs", "json"].map((end) => `idemlint.config.${end}`),
  );
  const codeHost = codeHostOf(repository);
  const testRunner = testRunnerOf(packageJson?.json ?? {});
  return {
    folder,
    repository,
    packageJson,
    packageManager: packageManagerOf([folder, repository]),
    ...(eslintConfig && { eslintConfig }),
    ...(idemlintConfig && { idemlintConfig }),
    ...(codeHost && { codeHost }),
    ...(testRunner && { testRunner }),
  };
}

function readManifest(file: string): Surroundings["packageJson"] {
  try {
    const text = readFileSync(file, "utf8");
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { text, json: json as Record<string, unknown> } : undefined;
  } catch {
    return undefined;
  }
}

const LOCKS: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

function packageManagerOf(folders: readonly string[]): PackageManager {
  return LOCKS.find(([lock]) => folders.some((folder) => existsSync(join(folder, lock))))?.[1] ?? "npm";
}

function codeHostOf(repository: string): Surroundings["codeHost"] {
  if (existsSync(join(repository, ".gitlab-ci.yml"))) return "gitlab";
  if (existsSync(join(repository, ".github"))) return "github";
  try {
    const config = readFileSync(join(repository, ".git", "config"), "utf8");
    return config.includes("github.com") ? "github" : config.includes("gitlab") ? "gitlab" : undefined;
  } catch {
    return undefined;
  }
}

function testRunnerOf(manifest: Readonly<Record<string, unknown>>): Surroundings["testRunner"] {
  const named = { ...recordOf(manifest["dependencies"]), ...recordOf(manifest["devDependencies"]) };
  return (["vitest", "jest", "mocha"] as const).find((runner) => runner in named);
}

/** A field of a package.json that holds names. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
