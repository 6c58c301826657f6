import { spawn } from "node:child_process";

/** Sees to it that programs do not outlive the harness, however it ends and whatever they are written in. */
export interface Reaper {
  watch(pid: number): void;
  forget(pid: number): void;
  /** Ends the watching; what is watched is left alone. */
  close(): void;
}

/** A process of its own: when this one is gone, its pipe closes, and the groups that are still named are killed. */
const CODE = `
const groups = new Set();
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  for (const word of text.split("\\n").filter(Boolean)) word[0] === "+" ? groups.add(word.slice(1)) : groups.delete(word.slice(1));
});
process.stdin.on("end", () => {
  for (const pid of groups) try { process.kill(process.platform === "win32" ? Number(pid) : -Number(pid), "SIGKILL"); } catch {}
});
`;

/** Starts the reaper. */
export function startReaper(): Reaper {
  const reaper = spawn(process.execPath, ["-e", CODE], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  reaper.unref();
  reaper.stdin.on("error", () => undefined);
  const tell = (word: string): void => void reaper.stdin.write(`${word}\n`);
  return {
    watch: (pid) => tell(`+${pid}`),
    forget: (pid) => tell(`-${pid}`),
    close: () => void reaper.stdin.end(),
  };
}
