import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { invocations, shared } from "./context.js";
import { patchMethod } from "./recorders/patch.js";

/** What an attempt's clock reads when it starts, and how far it moves with each reading. */
const TICK_MS = 1;
/** A retry comes this much later than the attempt before it. */
export const ATTEMPT_GAP_MS = 61_000;
/** Far from zero, the same on every machine: 2030-01-01T00:00:00Z. */
const EPOCH = 1_893_456_000_000;

interface Stream {
  random: () => number;
  now: number;
}

const streams = shared("idemlint.streams", () => new Map<string, Stream>());

/** Seeds clock, UUIDs and random numbers inside attempts; code outside of an attempt keeps the real ones. */
export function seedAttempts(): void {
  patchMethod(Math, "random", (original) => () => stream()?.random() ?? original.call(Math));
  patchDate();
  patchMethod(crypto, "randomUUID", (original) => {
    return (...args: unknown[]) => {
      const seeded = stream();
      return seeded ? uuid(seeded) : original.apply(crypto, args);
    };
  });
  patchMethod(crypto, "randomBytes", (original) => {
    return (...args: unknown[]) => {
      const seeded = stream();
      const [size, callback] = args;
      if (!seeded || typeof size !== "number" || typeof callback === "function") return original.apply(crypto, args);
      return Buffer.from(fill(new Uint8Array(size), seeded));
    };
  });
  patchMethod(globalThis.crypto, "randomUUID", (original) => {
    return () => {
      const seeded = stream();
      return seeded ? uuid(seeded) : original.call(globalThis.crypto);
    };
  });
  syncBuiltinESMExports();
}

/** Starts a run: forgets the streams of earlier attempts. */
export function resetStreams(): void {
  streams.clear();
}

/** A repeatable stream of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function stream(): Stream | undefined {
  const invocation = invocations.getStore();
  if (!invocation || invocation.silent) return undefined;
  const known = streams.get(invocation.id);
  if (known) return known;
  const random = seededRandom(invocation.seed);
  const now = EPOCH + Math.floor(random() * 86_400_000) + invocation.clock;
  const made = { random: seededRandom(invocation.seed * 31 + invocation.attempt), now };
  streams.set(invocation.id, made);
  return made;
}

function patchDate(): void {
  const Real = globalThis.Date;
  patchMethod(globalThis, "Date", () => {
    const read = (): number => {
      const seeded = stream();
      return seeded ? (seeded.now += TICK_MS) : Real.now();
    };
    const Seeded = function Date(this: unknown, ...args: unknown[]): unknown {
      // Called as a function, `Date()` gives text; the types do not know of it.
      if ((new.target as unknown) === undefined) return new Real(read()).toString();
      return Reflect.construct(Real, args.length === 0 ? [read()] : args, new.target === Seeded ? Real : new.target);
    };
    Object.setPrototypeOf(Seeded, Real);
    Object.defineProperty(Seeded, "prototype", { value: Real.prototype });
    Object.defineProperty(Seeded, "now", { value: read });
    Object.defineProperty(Seeded, "length", { value: 7 });
    return Seeded;
  });
}

function uuid(seeded: Stream): string {
  const bytes = fill(new Uint8Array(16), seeded);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function fill(bytes: Uint8Array, seeded: Stream): Uint8Array {
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(seeded.random() * 256);
  return bytes;
}
