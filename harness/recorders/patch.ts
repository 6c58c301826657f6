type Method = (this: unknown, ...args: unknown[]) => unknown;

const PATCHED = Symbol.for("idemlint.patched");

/** Replaces a method where it stands, once; a second call on the same method does nothing. Returns whether the method is there. */
export function patchMethod(target: unknown, name: string, wrap: (original: Method) => Method): boolean {
  const owner = ownerOf(target, name);
  return owner ? patchOwn(owner, name, wrap) : false;
}

/** As `patchMethod`, for this object and what inherits from it: what it inherits from keeps its own. */
export function patchOwn(owner: Record<string, unknown>, name: string, wrap: (original: Method) => Method): boolean {
  const original = owner[name];
  if (typeof original !== "function") return false;
  if (PATCHED in original) return true;
  const wrapped = wrap(original as Method);
  // Some libraries copy what they can enumerate.
  const enumerable = Object.getOwnPropertyDescriptor(owner, name)?.enumerable ?? false;
  Object.defineProperty(wrapped, PATCHED, { value: true });
  Object.defineProperty(wrapped, "name", { value: original.name, configurable: true });
  Object.defineProperty(owner, name, { value: wrapped, writable: true, configurable: true, enumerable });
  return true;
}

/** The object on the prototype chain that holds the method itself. */
function ownerOf(target: unknown, name: string): Record<string, unknown> | undefined {
  let owner: unknown = target;
  while (isObject(owner)) {
    if (Object.hasOwn(owner, name)) return owner;
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}

/** An object or function whose properties can be looked at. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
