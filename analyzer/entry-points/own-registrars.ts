import type { ts } from "ts-morph";
import type { LibraryIndex } from "../models/patterns.js";
import { registeringFunctions } from "./registered.js";
import { registeringCalls, withOwn, type RegisteringCalls } from "./registering-calls.js";
import { CALLED_AT_ONCE, callsOfWhole, registersAsWhole } from "./whole-registrars.js";

/** What a project registers handlers by, as of now; it remembers what each file said. */
export interface OwnRegistrars {
  calls(sources: readonly ts.SourceFile[], libraries: LibraryIndex): RegisteringCalls;
  forget(file: string): void;
}

interface Known {
  readonly functions: readonly string[];
  readonly asWhole: boolean;
  /** What calls those of all files, when these were the calls. */
  callers?: { readonly by: string; readonly functions: readonly string[] };
}

/** The project's own functions that register handlers for their callers, beside the calls of the libraries that it uses. */
export function createOwnRegistrars(): OwnRegistrars {
  const known = new Map<string, Known>();
  let used: LibraryIndex | undefined;
  let ofLibraries: RegisteringCalls;

  /** The same, with the functions that hand on what they are given to those: a class that lists its jobs with a client of the project's own. */
  const withCallers = (sources: readonly ts.SourceFile[], calls: RegisteringCalls): RegisteringCalls => {
    const by = calls.pattern.source;
    const names = sources.flatMap((source) => {
      const entry = known.get(source.fileName);
      if (!entry || !calls.pattern.test(source.text)) return [];
      if (entry.callers?.by !== by) entry.callers = { by, functions: registeringFunctions(source, calls) };
      return entry.callers.functions;
    });
    return withOwn(calls, new Set(names));
  };

  return {
    calls(sources, libraries) {
      if (used !== libraries) {
        used = libraries;
        ofLibraries = registeringCalls(libraries);
        known.clear();
      }
      for (const source of sources)
        if (!known.has(source.fileName))
          known.set(source.fileName, {
            functions: registeringFunctions(source, ofLibraries),
            asWhole: registersAsWhole(source, ofLibraries.pattern),
          });
      const whole = [...known].flatMap(([file, { asWhole }]) => (asWhole ? [file] : []));
      const unnamed =
        whole.length > 0 ? [CALLED_AT_ONCE, ...sources.flatMap((source) => callsOfWhole(source, whole))] : [];
      const named = [...known.values()].flatMap(({ functions }) => functions);
      return withCallers(sources, withOwn(ofLibraries, new Set([...named, ...unnamed])));
    },
    forget: (file) => void known.delete(file),
  };
}
