/** A changelog in which what was unreleased belongs to a version; `undefined` when nothing was. */
export function released(changelog: string, version: string, day: string): string | undefined {
  const heading = /^## Unreleased$/m.exec(changelog);
  if (!heading) return undefined;
  const begin = heading.index + heading[0].length;
  const end = changelog.indexOf("\n## ", begin);
  const entries = changelog.slice(begin, end < 0 ? undefined : end).trim();
  if (entries === "") return undefined;
  const rest = end < 0 ? "" : changelog.slice(end);
  return `${changelog.slice(0, heading.index)}## Unreleased\n\n## ${version} (${day})\n\n${entries}\n${rest}`;
}

/** A manifest or lock file whose own version, not that of a dependency, is another one. */
export function withVersion(json: string, version: string): string {
  const changed = JSON.parse(json) as { version: string; packages?: Record<string, { version?: string }> };
  changed.version = version;
  const own = changed.packages?.[""];
  if (own) own.version = version;
  return `${JSON.stringify(changed, undefined, 2)}\n`;
}

/** Whether a version comes after another one. */
export function isLater(version: string, than: string): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
  if (!parts) return false;
  const others = than.split(".").map(Number);
  for (const [index, part] of parts.entries()) {
    const other = others[index] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}
