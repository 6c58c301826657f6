import { appendFileSync } from "node:fs";

/** Preloaded into programs with probes in them (`probes.ts`): keeps which of them they passed, even when they are killed. */
const passed = new Set();
globalThis.idemlintReached = (probe) => {
  if (passed.has(probe)) return;
  passed.add(probe);
  appendFileSync(process.env.REACHED_FILE, `${probe}\n`);
};
