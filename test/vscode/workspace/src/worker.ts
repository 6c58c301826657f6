import { Worker } from "bullmq";
import { prisma } from "./prisma.js";

new Worker("orders", async (job) => {
  const { orderId, amount } = job.data;
  await placeOrder(orderId, amount);
});

async function placeOrder(orderId: string, amount: number) {
  await prisma.order.create({ data: { orderId, amount } });
}
