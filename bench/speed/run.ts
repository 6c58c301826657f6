/**
 * What a cold check costs beside other programs that read the same files: `tsc --noEmit` 6.0.3, the native `tsc` 7, and ESLint with
 * `@typescript-eslint/no-floating-promises`. Needs a build (`npm run build`) and GNU time.
 *
 *     npx tsx bench/speed/run.ts [--files 250,500,1000,2000] [--runs 3]     generated services, with their growth
 *     npx tsx bench/speed/run.ts --project <folder> [--runs 3]              any checkout that has its types installed
 */
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeProject } from "../server/project.js";
import { measure, type Cost } from "./measure.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);
const cli = join(root, "dist/cli/main.js");
if (!existsSync(cli)) throw new Error(`${cli} does not exist: run npm run build first`);

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "250,500,1000,2000" },
    runs: { type: "string", default: "3" },
    project: { type: "string" },
  },
});
const runs = Number(values.runs);

type Program = "idemlint" | "tsc 6" | "tsc 7" | "eslint";

if (values.project !== undefined) {
  const folder = resolve(values.project);
  console.table(rows(folder, compare(folder)));
} else {
  const grown: { readonly files: number; readonly cpu: number }[] = [];
  for (const files of values.files.split(",").map(Number)) {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "idemlint-speed-")));
    try {
      writeProject(folder, Math.round(files / 10));
      symlinkSync(join(root, "fixtures/node_modules"), join(folder, "node_modules"), "dir");
      const costs = compare(folder);
      grown.push({ files, cpu: costs.idemlint.cpu });
      console.table(rows(`${files} files`, costs));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const [first, last] = [grown[0], grown.at(-1)];
  if (first && last && first !== last) {
    const exponent = Math.log(last.cpu / first.cpu) / Math.log(last.files / first.files);
    console.log(`growth from ${first.files} to ${last.files} files: exponent ${exponent.toFixed(2)}`);
  }
}

function compare(folder: string): Readonly<Record<Program, Cost>> {
  const config = join(folder, ".idemlint-speed.eslint.mjs");
  writeFileSync(config, eslintConfig());
  try {
    return measure<Program>(
      {
        idemlint: [process.execPath, cli, "check", "."],
        "tsc 6": [process.execPath, require.resolve("typescript/bin/tsc"), "--noEmit", "-p", "."],
        "tsc 7": [process.execPath, join(root, "node_modules/ts7/bin/tsc"), "--noEmit", "-p", "."],
        eslint: [
          process.execPath,
          join(root, "node_modules/eslint/bin/eslint.js"),
          "--no-config-lookup",
          "--config",
          config,
          ".",
        ],
      },
      folder,
      runs,
    );
  } finally {
    rmSync(config, { force: true });
  }
}

/** Only the one rule, on the files that the project's tsconfig includes. */
function eslintConfig(): string {
  const plugin = JSON.stringify(require.resolve("typescript-eslint"));
  return `import tseslint from ${plugin};
export default [
  { ignores: ["**/*.{js,mjs,cjs}", "**/dist", "**/.next"] },
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    rules: { "@typescript-eslint/no-floating-promises": "error" },
  },
];
`;
}

function rows(what: string, costs: Readonly<Record<Program, Cost>>): readonly Readonly<Record<string, string>>[] {
  const { idemlint, ...others } = costs;
  const ratio = (mine: number, theirs: number): string => (mine / theirs).toFixed(2);
  return [
    { what, program: "idemlint check", ...shown(idemlint), "CPU ratio": "", "clock ratio": "", "memory ratio": "" },
    ...Object.entries(others).map(([program, other]) => ({
      what,
      program,
      ...shown(other),
      "CPU ratio": ratio(idemlint.cpu, other.cpu),
      "clock ratio": ratio(idemlint.wall, other.wall),
      "memory ratio": ratio(idemlint.peak, other.peak),
    })),
  ];
}

function shown({ cpu, wall, peak }: Cost): Readonly<Record<string, string>> {
  return { "CPU, s": cpu.toFixed(1), "clock, s": wall.toFixed(1), "peak, MB": peak.toFixed(0) };
}
