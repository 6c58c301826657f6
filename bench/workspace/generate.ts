// Writes a workspace of packages with the recipes of docs/guide/monorepos.md: `npx tsx bench/workspace/generate.ts <folder> [packages]`.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Every fifth package is a library that the four services after it depend on; every third service has a gap. */
export function writeWorkspace(root: string, packages: number): void {
  const write = (name: string, content: string | object) => {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`);
  };
  write("package.json", {
    name: "workspace",
    private: true,
    type: "module",
    packageManager: "npm@10.9.0",
    workspaces: ["packages/*"],
  });
  write("turbo.json", recipe("turbo.json"));
  write("nx.json", recipe("nx.json"));
  write("tsconfig.json", { compilerOptions: { module: "NodeNext", strict: true } });
  write(".gitignore", "node_modules/\n.turbo/\n.nx/\nreports/\n");
  write("idemlint.config.json", { rules: { "unguarded-call": "warning" } });
  for (let index = 0; index < packages; index++) {
    const folder = `packages/p${index}`;
    const library = `@workspace/p${index - (index % 5)}`;
    const isLibrary = index % 5 === 0;
    write(`${folder}/package.json`, {
      name: `@workspace/p${index}`,
      version: "1.0.0",
      private: true,
      type: "module",
      exports: "./src/index.ts",
      scripts: { idemlint: "idemlint check --format pretty,json=reports/idemlint.json" },
      ...(!isLibrary && { dependencies: { [library]: "*" } }),
    });
    write(`${folder}/src/index.ts`, isLibrary ? libraryText(index) : serviceText(index, library));
  }
}

/** The recipe as the guide shows it: what is tried is what is read. */
function recipe(name: string): string {
  const guide = fs.readFileSync(fileURLToPath(new URL("../../docs/guide/monorepos.md", import.meta.url)), "utf8");
  const found = new RegExp(`\`${name.replace(".", "\\.")}\`:\\n\\n\`\`\`json\\n([^]*?)\`\`\``).exec(guide)?.[1];
  if (found === undefined) throw new Error(`docs/guide/monorepos.md shows no ${name}`);
  return found;
}

function libraryText(index: number): string {
  return `import Stripe from "stripe";

const stripe = new Stripe("");

export async function charge${index}(order: string, key?: string): Promise<void> {
  await stripe.charges.create({ amount: 1, currency: "eur", metadata: { order } }, { idempotencyKey: key });
}
`;
}

function serviceText(index: number, library: string): string {
  const name = `charge${index - (index % 5)}`;
  const key = index % 3 === 0 ? ", `${job.data.order}:${Date.now()}`" : ", job.data.order";
  return `import { Worker } from "bullmq";
import { ${name} } from "${library}";

new Worker("orders-${index}", async (job) => {
  await ${name}(job.data.order${key});
});
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, packages] = process.argv.slice(2);
  if (folder === undefined) throw new Error("npx tsx bench/workspace/generate.ts <folder> [packages]");
  writeWorkspace(path.resolve(folder), Number(packages ?? 30));
}
