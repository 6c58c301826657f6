/** A glob as a pattern over whole paths: `*` within a folder, `**` across folders, `{a,b}` for either. */
export function globExpression(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|[\]\\?]/g, "\\$&")
    .replace(/\{([^}]*)\}/g, (_, options: string) => `(?:${options.replaceAll(",", "|")})`)
    .replace(/\*\*\/|\*\*|\*/g, (stars) => (stars === "**/" ? "(?:.*/)?" : stars === "**" ? ".*" : "[^/]*"));
  return new RegExp(`^${source}$`);
}
