import type { Output } from "./host.js";

/** Told how far a long piece of work has come. */
export type Progress = (phase: string, done: number, total: number) => void;

/** A bar on a terminal, shown only once the work has taken a second; nothing elsewhere. */
export function createProgress(output: Output, now: () => number = () => performance.now()) {
  const started = now();
  let drawn = 0;
  const report: Progress = (phase, done, total) => {
    const time = now();
    if (output.isTTY !== true || time - started < 1000 || (drawn !== 0 && time - drawn < 80)) return;
    drawn = time;
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(share * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    output.write(`\r\u001b[2K${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${phase} ${done}/${total}`);
  };
  const clear = () => {
    if (drawn !== 0) output.write("\r\u001b[2K");
    drawn = 0;
  };
  return { report, clear };
}

const WIDTH = 30;
