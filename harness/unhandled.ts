import { faultOf } from "./gate.js";

type Listener = NodeJS.UnhandledRejectionListener;

/**
 * Keeps an injected fault that the program leaves unhandled from ending this process, and tells of it; every other rejection goes where
 * it went before. Lasts until the returned function is called.
 */
export function catchUnhandledFaults(told: (message: string) => void): () => void {
  const others = process.listeners("unhandledRejection");
  const listener: Listener = (reason, promise) => {
    const fault = faultOf(reason);
    if (fault !== undefined)
      told(`${fault}: nobody handles “${(reason as Error).message}”, which ends a process of its own`);
    else if (others.length === 0) throw reason;
    else {
      // Test runners take themselves off and emit again, so the others have to stand as they stood.
      giveBack();
      try {
        process.emit("unhandledRejection", reason, promise);
      } finally {
        takeOver();
      }
    }
  };
  const takeOver = (): void => {
    for (const other of others) process.removeListener("unhandledRejection", other);
    process.on("unhandledRejection", listener);
  };
  const giveBack = (): void => {
    process.removeListener("unhandledRejection", listener);
    for (const other of others) process.on("unhandledRejection", other);
  };
  takeOver();
  return giveBack;
}
