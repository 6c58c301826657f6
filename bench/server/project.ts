import fs from "node:fs";
import path from "node:path";

/** Writes a service of `modules` × 10 files: routes, controllers, services, repositories, a worker each, and their helpers. */
export function writeProject(root: string, modules: number): readonly string[] {
  const written: string[] = [];
  const write = (name: string, text: string) => {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    if (name.endsWith(".ts")) written.push(file);
  };
  write("package.json", JSON.stringify({ name: "large", private: true, type: "module" }));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "NodeNext", strict: true }, include: ["src"] }));
  write(
    "src/prisma.ts",
    'import { PrismaClient } from "@prisma/client";\n\nexport const prisma = new PrismaClient();\n',
  );
  const models: string[] = [];
  for (let index = 0; index < modules; index++) {
    for (const [name, text] of Object.entries(moduleFiles(index))) write(`src/module-${index}/${name}`, text);
    models.push(model(index));
  }
  write("prisma/schema.prisma", `datasource db {\n  provider = "postgresql"\n}\n\n${models.join("\n")}`);
  return written;
}

function model(index: number): string {
  const unique = index % 2 === 0 ? "  @@unique([reference])\n" : "";
  return `model Item${index} {\n  id        String @id @default(uuid())\n  reference String\n  amount    Int\n${unique}}\n`;
}

/** Ten files of one module; odd modules lack the unique constraint, every third calls a provider without a key. */
function moduleFiles(index: number): Readonly<Record<string, string>> {
  const key = index % 3 === 0 ? "" : ", { idempotencyKey: `charge:${reference}` }";
  return {
    "types.ts": `export interface Item${index} {\n  readonly reference: string;\n  readonly amount: number;\n}\n`,
    "validate.ts": helper(index, "validate"),
    "normalize.ts": helper(index, "normalize"),
    "format.ts": helper(index, "format"),
    "repository.ts": `import { prisma } from "../prisma.js";
import type { Item${index} } from "./types.js";

export class Repository${index} {
  async add({ reference, amount }: Item${index}): Promise<void> {
    await prisma.item${index}.create({ data: { reference, amount } });
  }

  async addOnce({ reference, amount }: Item${index}): Promise<void> {
    await prisma.item${index}.upsert({ where: { reference }, create: { reference, amount }, update: {} });
  }
}
`,
    "provider.ts": `import Stripe from "stripe";

const stripe = new Stripe("key");

export async function charge(reference: string, amount: number): Promise<void> {
  await stripe.charges.create({ amount, currency: "eur", description: reference }${key});
}
`,
    "service.ts": `import { format${index} } from "./format.js";
import { normalize${index} } from "./normalize.js";
import { charge } from "./provider.js";
import { Repository${index} } from "./repository.js";
import type { Item${index} } from "./types.js";
import { validate${index} } from "./validate.js";

export class Service${index} {
  constructor(private readonly items: Repository${index}) {}

  async place(item: Item${index}): Promise<string> {
    const clean = { ...item, amount: normalize${index}(validate${index}(item.amount)) };
    await this.items.add(clean);
    await charge(clean.reference, clean.amount);
    return String(format${index}(clean.amount));
  }

  async keep(item: Item${index}): Promise<void> {
    await this.items.addOnce(item);
  }
}
`,
    "controller.ts": `import type { Request, Response } from "express";
import { Repository${index} } from "./repository.js";
import { Service${index} } from "./service.js";

const service = new Service${index}(new Repository${index}());

export async function place(req: Request, res: Response): Promise<void> {
  res.json(await service.place(req.body));
}

export async function keep(req: Request, res: Response): Promise<void> {
  await service.keep(req.body);
  res.sendStatus(204);
}
`,
    "routes.ts": `import { Router } from "express";
import { keep, place } from "./controller.js";

export const routes${index} = Router();

routes${index}.post("/items-${index}", place);
routes${index}.put("/items-${index}/:reference", keep);
`,
    "worker.ts": `import { Worker } from "bullmq";
import { Repository${index} } from "./repository.js";
import { Service${index} } from "./service.js";

const service = new Service${index}(new Repository${index}());

new Worker("items-${index}", async (job) => {
  await service.place({ reference: job.data.reference, amount: job.data.amount });
});
`,
  };
}

function helper(index: number, name: string): string {
  const steps = Array.from({ length: 12 }, (_, step) => `  if (rounded % ${step + 3} === ${step}) total += ${step};`);
  return `/** Pure arithmetic, as most code is. */
export function ${name}${index}(value: number): number {
  const rounded = Math.round(value);
  let total = rounded;
${steps.join("\n")}
  return total;
}
`;
}
