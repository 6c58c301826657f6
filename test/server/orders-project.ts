/** A project of one queue worker with one gap, by file. */
export const ordersProject = {
  "package.json": JSON.stringify({ name: "orders", private: true, type: "module" }),
  "tsconfig.json": JSON.stringify({ compilerOptions: { module: "NodeNext", strict: true }, include: ["src"] }),
  "prisma/schema.prisma": `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model Order {
  id      String @id @default(uuid())
  orderId String
  amount  Int
}
`,
  "src/prisma.ts": `import { PrismaClient } from "@prisma/client";

export const prisma = new PrismaClient();
`,
  "src/worker.ts": `import { Worker } from "bullmq";
import { prisma } from "./prisma.js";

new Worker("orders", async (job) => {
  const { orderId, amount } = job.data;
  await placeOrder(orderId, amount);
});

async function placeOrder(orderId: string, amount: number) {
  await prisma.order.create({ data: { orderId, amount } });
}
`,
} as const;
