import type { ts } from "ts-morph";
import { namesOf } from "./modules.js";

/** Where names come from in files that pass on what others export (`export * from "./orders"`). */
export interface Barrels {
  /** The specifiers, in their order, through which a file may pass this name on: all others hold nothing of the kind. */
  passing(file: string, name: string): readonly string[];
  /** Some file was changed. */
  forget(): void;
}

interface Code {
  source(file: string): ts.SourceFile | undefined;
  resolve(specifier: string, from: string): string | undefined;
}

/** What can be had from a file; `open` when more than its text tells: a library's names, or an object that it exports whole. */
interface Reach {
  readonly names: ReadonlySet<string>;
  readonly open: boolean;
}

/**
 * Answers from what was found before: a package of three hundred files behind one `index.ts` was searched through for each
 * name that another file takes from it.
 */
export function createBarrels(code: Code): Barrels {
  const reaches = new Map<string, Reach>();
  const answers = new Map<string, Map<string, readonly string[]>>();

  const reachOf = (file: string): Reach => {
    const known = reaches.get(file);
    if (known) return known;
    const names = new Set<string>();
    const seen = new Set([file]);
    let open = false;
    for (const each of seen) {
      const source = code.source(each);
      if (!source) continue;
      const { exports, stars, whole } = namesOf(source);
      for (const name of exports.keys()) names.add(name);
      open ||= whole !== undefined;
      for (const star of stars) {
        const target = code.resolve(star, each);
        if (target === undefined) open = true;
        else seen.add(target);
      }
    }
    const made = { names, open };
    reaches.set(file, made);
    return made;
  };

  const lookup = (file: string, name: string): readonly string[] => {
    const source = code.source(file);
    return (source ? namesOf(source).stars : []).filter((star) => {
      const target = code.resolve(star, file);
      if (target === undefined) return true;
      const { names, open } = reachOf(target);
      return open || names.has(name);
    });
  };

  return {
    passing(file, name) {
      const ofFile = answers.get(file) ?? new Map<string, readonly string[]>();
      answers.set(file, ofFile);
      const found = ofFile.get(name) ?? lookup(file, name);
      ofFile.set(name, found);
      return found;
    },
    forget() {
      reaches.clear();
      answers.clear();
    },
  };
}
