import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gather, type Part } from "../../rules/judging/gather.js";
import type { CheckResult } from "../../rules/session.js";
import type { JobAnswer, JobAsked } from "./worker.js";

/** A check by several processes, each walking a share of the entry points; the findings are those of one process. */
export async function runJobs(
  jobs: number,
  asked: Omit<JobAsked, "share">,
  repository: string,
): Promise<{ readonly ok: true; readonly result: CheckResult } | { readonly ok: false; readonly message: string }> {
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: jobs }, (_, index) => ask({ ...asked, share: { part: index + 1, of: jobs } })),
  );
  const parts: Part[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    parts.push(answer.part);
  }
  const result = gather(parts, repository);
  return {
    ok: true,
    result: { ...result, stats: { ...result.stats, durationMs: Math.round(performance.now() - began) } },
  };
}

/** From the sources this file is TypeScript, and so is the one beside it. */
const worker = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url));

function ask(asked: JobAsked): Promise<JobAnswer> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, { serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"] });
    let complaint = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    child.once("message", (answer: JobAnswer) => {
      resolve(answer);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`a process of the check ended with ${code ?? "a signal"}: ${complaint.trim().slice(-400)}`));
    });
    child.send(asked);
  });
}
