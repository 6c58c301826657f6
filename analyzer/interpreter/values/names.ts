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
  /** The same, for a part of a longer text; short texts are their own names. */
  part(build: () => string): string;
  /** Notes that the text being built tells of a file. */
  mention(file: string): string;
  /** Drops the names of texts that tell of these files. */
  forget(files: ReadonlySet<string>): void;
}

export function createNames(): Names {
  const known = new Map<string, Named>();
  let files = new Set<string>();
  let count = 0;

  const collect = (build: () => string): { readonly text: string; readonly mentioned: ReadonlySet<string> } => {
    const outer = files;
    files = new Set();
    try {
      const text = build();
      return { text, mentioned: files };
    } finally {
      for (const file of files) outer.add(file);
      files = outer;
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
    part(build) {
      const { text, mentioned } = collect(build);
      return text.length <= SHORT ? text : named(text, mentioned).name;
    },
    mention(file) {
      files.add(file);
      return file;
    },
    forget(changed) {
      for (const [text, { files: told }] of known) if (any(told, changed)) known.delete(text);
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
