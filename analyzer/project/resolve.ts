import { join, parentOf } from "./paths.js";
import type { TsConfig } from "./tsconfig.js";
import { matchPattern, type Workspace } from "./workspace.js";

/** What module resolution needs to know of the project. */
export interface ResolveHost {
  readonly workspace: Workspace;
  /** A source file stands there. */
  exists(path: string): boolean;
  /** The tsconfigs that may define aliases for a folder: its own, then those that it references. */
  configs(folder: string): readonly TsConfig[];
}

/**
 * Resolves imports between sources. Our own few rules instead of `ts.resolveModuleName`: a library has to end as
 * "not ours" without one look into `node_modules`, a build output has to lead to the source that it was built from, and
 * the listing of the tree already answers what exists.
 */
export function createResolver(host: ResolveHost): (specifier: string, from: string) => string | undefined {
  const cache = new Map<string, Map<string, string | undefined>>();
  return (specifier, from) => {
    const folder = parentOf(from);
    const known = cache.get(folder) ?? new Map<string, string | undefined>();
    cache.set(folder, known);
    if (!known.has(specifier)) known.set(specifier, resolve(specifier, from, folder, host));
    return known.get(specifier);
  };
}

function resolve(specifier: string, from: string, folder: string, host: ResolveHost): string | undefined {
  if (/^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..")
    return fileAt(join(folder, specifier), host);
  for (const config of host.configs(folder)) {
    const aliased = first(aliasTargets(specifier, config), host);
    if (aliased) return aliased;
    const based = config.baseUrl && fileAt(join(config.baseUrl, specifier), host);
    if (based) return based;
  }
  if (specifier.startsWith("node:")) return undefined;
  const targets = specifier.startsWith("#")
    ? host.workspace.importTargets(specifier, from)
    : host.workspace.targetsOf(specifier);
  return first(targets, host);
}

function aliasTargets(specifier: string, config: TsConfig): string[] {
  const matches = config.paths.flatMap(([pattern, targets]) => {
    const star = matchPattern(pattern, specifier);
    // An exact pattern beats any other, then the longest text before the `*`.
    const rank = pattern.includes("*") ? pattern.indexOf("*") : Number.MAX_SAFE_INTEGER;
    return star === undefined ? [] : [{ rank, targets: targets.map((target) => target.replace("*", star)) }];
  });
  return matches.sort((a, b) => b.rank - a.rank).flatMap(({ targets }) => targets);
}

function first(candidates: readonly string[], host: ResolveHost): string | undefined {
  for (const candidate of candidates) {
    const file = fileAt(candidate, host);
    if (file) return file;
  }
  return undefined;
}

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

function fileAt(base: string, host: ResolveHost): string | undefined {
  if (base.includes("/node_modules/")) return undefined;
  const extension = /\.[cm]?[jt]sx?$/.exec(base)?.[0];
  if (extension) {
    const stem = base.slice(0, -extension.length);
    for (const source of [...(WRITTEN_FOR[extension] ?? []), extension])
      if (!stem.endsWith(".d") && host.exists(stem + source)) return stem + source;
  }
  for (const suffix of EXTENSIONS) if (host.exists(base + suffix)) return base + suffix;
  for (const suffix of EXTENSIONS) if (host.exists(`${base}/index${suffix}`)) return `${base}/index${suffix}`;
  return undefined;
}
