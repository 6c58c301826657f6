/** A short name for a text, and the files that the text tells of. */
export interface Named {
  readonly name: string;
  readonly files: ReadonlySet<string>;
}

/**
 * Short names for the long texts that tell values apart. A service that is given services, which are given services, has a
 * text that repeats each of them wherever it is held: it grows with every level, and a name does not.
 */
export interface Names {
  /** The name of the text that is built here: the same for the same text. Files that are mentioned meanwhile belong to it. */
  of(build: () => string): Named;
  /**
   * The same, for the part of a longer text that tells a value apart to some depth; short texts are their own names. A value
   * is told once and remembered, unless what it holds may change.
   */
  part(value: object, depth: number, build: () => string): string;
  /** Notes that the text being built tells of something that may change: what a closure captured. */
  unsettled(): void;
  /** Notes that the text being built tells of a file. */
  mention(file: string): string;
  /** Drops the names of texts that tell of these files. */
  forget(files: ReadonlySet<string>): void;
}

/** A text with the files that it tells of, and whether it would be the same whenever it is built. */
interface Collected {
  readonly text: string;
  readonly mentioned: ReadonlySet<string>;
  readonly settled: boolean;
}

export function createNames(): Names {
  const known = new Map<string, Named>();
  let told = new WeakMap<object, Map<number, Named>>();
  let files = new Set<string>();
  let settled = true;
  let count = 0;

  const collect = (build: () => string): Collected => {
    const outer = { files, settled };
    files = new Set();
    settled = true;
    try {
      const text = build();
      return { text, mentioned: files, settled };
    } finally {
      for (const file of files) outer.files.add(file);
      files = outer.files;
      settled &&= outer.settled;
    }
  };

  const named = (text: string, mentioned: ReadonlySet<string>): Named => {
    const before = known.get(text);
    if (before) return before;
    const made = { name: `#${count++}${text.includes(FLEETING) ? FLEETING : ""}`, files: mentioned };
    known.set(text, made);
    return made;
  };

  return {
    of(build) {
      const { text, mentioned } = collect(build);
      return named(text, mentioned);
    },
    part(value, depth, build) {
      const known = told.get(value)?.get(depth);
      if (known) {
        for (const file of known.files) files.add(file);
        return known.name;
      }
      const { text, mentioned, settled: lasts } = collect(build);
      const made = text.length <= SHORT ? { name: text, files: mentioned } : named(text, mentioned);
      if (lasts) told.set(value, (told.get(value) ?? new Map<number, Named>()).set(depth, made));
      return made.name;
    },
    unsettled() {
      settled = false;
    },
    mention(file) {
      files.add(file);
      return file;
    },
    forget(changed) {
      for (const [text, { files: about }] of known) if (any(about, changed)) known.delete(text);
      told = new WeakMap();
    },
  };
}

/** Marks what is told apart by its place alone, so must not be remembered. */
export const FLEETING = "§";

const SHORT = 24;

function any(files: ReadonlySet<string>, changed: ReadonlySet<string>): boolean {
  for (const file of files) if (changed.has(file)) return true;
  return false;
}
