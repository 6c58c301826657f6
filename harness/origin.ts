import { createHook, executionAsyncResource } from "node:async_hooks";
import { gateIsOpen } from "./gate.js";
import { frameOnStack, originOf, rememberOrigin, type Frame } from "./place.js";

/**
 * Keeps, for every asynchronous step, the user's call that led to it. SDKs and query builders start their work in later ticks,
 * where the stack no longer shows who asked for it. Returns a function that stops it.
 */
export function trackOrigins(): () => void {
  const hook = createHook({
    init(_id, _type, _trigger, resource: object) {
      if (gateIsOpen()) return;
      const frame: Frame | undefined = frameOnStack() ?? originOf(executionAsyncResource());
      if (frame) rememberOrigin(resource, frame);
    },
  });
  hook.enable();
  return () => void hook.disable();
}
