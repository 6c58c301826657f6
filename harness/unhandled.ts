import { faultOf } from "./gate.js";

type Listener = NodeJS.UnhandledRejectionListener;

/**
 * Keeps an injected fault that the program leaves unhandled from ending this process, and tells of it; every other rejection goes where
 * it went before. Lasts until the returned function is called.
 */
export function catchUnhandledFaults(told: (message: string) => void): () => void {
  const others = process.listeners("unhandledRejection") as Listener[];
  const listener: Listener = (reason, promise) => {
    const fault = faultOf(reason);
    if (fault !== undefined)
      told(`${fault}: nobody handles “${(reason as Error).message}”, which ends a process of its own`);
    else if (others.length === 0) throw reason;
    else for (const other of others) other(reason, promise);
  };
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", listener);
  return () => {
    process.removeListener("unhandledRejection", listener);
    for (const other of others) process.on("unhandledRejection", other);
  };
}
