import type { Log } from "./log.js";

/** Answers a request; a fault of ours is logged and answered with the fallback, so that the editor goes on. */
export function guarded<Arguments extends unknown[], Answer>(
  log: Log,
  what: string,
  fallback: Answer,
  handler: (...args: Arguments) => Answer | Promise<Answer>,
): (...args: Arguments) => Promise<Answer> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      log.error(`${what} failed`, error);
      return fallback;
    }
  };
}
