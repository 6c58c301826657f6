import { recordOf, type Surroundings } from "./surroundings.js";

/** A package.json with Idemlint among its tools and a script that checks; `undefined` when both are there. */
export function withTool(manifest: NonNullable<Surroundings["packageJson"]>, version: string): string | undefined {
  const { json, text } = manifest;
  const [scripts, development] = [recordOf(json["scripts"]), recordOf(json["devDependencies"])];
  const isThere = "idemlint" in development || "idemlint" in recordOf(json["dependencies"]);
  const isCalled = Object.values(scripts).some((script) => String(script).includes("idemlint"));
  if (isThere && isCalled) return undefined;
  const changed = {
    ...json,
    ...(!isCalled && { scripts: { ...scripts, idemlint: "idemlint check" } }),
    ...(!isThere && { devDependencies: sorted({ ...development, idemlint: `^${version}` }) }),
  };
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return JSON.stringify(changed, undefined, indent) + (text.endsWith("\n") ? "\n" : "");
}

function sorted(names: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
}
