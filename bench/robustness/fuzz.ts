// Random edits on the sample shop and the fixtures, checked after each: `npx tsx --expose-gc bench/robustness/fuzz.ts [edits] [seed]`.
// Fails where a check throws, where a walk meets a fault of ours, or where the heap has grown by more than a tenth in the end.
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { fuzz } from "./fuzzing.js";

const edits = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
const fixtures = join(import.meta.dirname, "../../fixtures").replaceAll("\\", "/");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const began = performance.now();
const result = fuzz(fixtures, edits, seed, () => {
  collect();
  return process.memoryUsage().heapUsed;
});
const growth = result.heapAfter / result.heapBefore - 1;
console.table({
  edits,
  seed,
  folders: result.folders,
  seconds: Math.round((performance.now() - began) / 1000),
  "heap before, MB": Math.round(result.heapBefore / 1e6),
  "heap after, MB": Math.round(result.heapAfter / 1e6),
  "growth, %": Math.round(growth * 1000) / 10,
  faults: result.faults.length,
});
for (const fault of result.faults.slice(0, 20)) console.log(fault);
if (result.faults.length > 0 || growth > 0.1) process.exitCode = 1;
