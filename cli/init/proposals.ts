import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Change } from "./change.js";
import { withIdemlint } from "./eslint-entry.js";
import { githubJob, gitlabJob } from "./jobs.js";
import { withTool } from "./manifest.js";
import type { Surroundings } from "./surroundings.js";

/** What setting up would change, and what is left to a person. */
export interface Proposals {
  readonly changes: readonly Change[];
  readonly byHand: readonly string[];
}

/** What is missing in a project; nothing where it is set up. */
export function proposalsFor(found: Surroundings, version: string): Proposals {
  const changes: Change[] = [];
  const byHand: string[] = [];
  const { packageJson, eslintConfig } = found;
  const manifest = packageJson && withTool(packageJson, version);
  if (packageJson && manifest !== undefined)
    changes.push({ file: "package.json", before: packageJson.text, after: manifest, why: "the tool, and a script" });
  if (eslintConfig !== undefined) addEntry(eslintConfig, found, changes, byHand);
  else if (found.idemlintConfig === undefined)
    changes.push({ file: "idemlint.config.ts", before: undefined, after: CONFIG, why: "what only you know" });
  addJob(found, changes);
  return { changes, byHand };
}

const CONFIG = `import { defineConfig } from "idemlint";

export default defineConfig({
  preset: "recommended",
});
`;

function addEntry(name: string, { folder }: Surroundings, changes: Change[], byHand: string[]): void {
  const before = readFileSync(join(folder, name), "utf8");
  if (/["']idemlint\/eslint["']/.test(before)) return;
  const after = withIdemlint(before, name);
  if (after !== undefined) changes.push({ file: name, before, after, why: "findings among those of ESLint" });
  else
    byHand.push(
      `${name} exports no list that could be added to. Import idemlint from "idemlint/eslint" there, and add idemlint.configs.recommended.`,
    );
}

function addJob(found: Surroundings, changes: Change[]): void {
  const { codeHost, folder, repository } = found;
  const at = (path: string) => relative(folder, join(repository, path)).replaceAll("\\", "/");
  if (codeHost === "github") {
    const file = at(".github/workflows/idemlint.yml");
    if (!existsSync(join(folder, file)))
      changes.push({ file, before: undefined, after: githubJob(found), why: "what a pull request causes" });
  } else if (codeHost === "gitlab") {
    const file = at(".gitlab-ci.yml");
    const before = readFileSync(join(folder, file), "utf8");
    if (!/^idemlint:/m.test(before))
      changes.push({
        file,
        before,
        after: `${before.trimEnd()}\n\n${gitlabJob(found)}`,
        why: "what a merge request causes",
      });
  }
}
