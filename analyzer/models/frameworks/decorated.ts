import type { EntryModel } from "../entry-model.js";
import { request } from "./request.js";

/** The routes of controllers whose methods are decorated with `@Post()` and the like. */
export function decorated(
  classDecorator: string,
  parameterDecorators: Record<string, "caller" | "business">,
): readonly EntryModel[] {
  const common = { on: "decorator", classDecorator, parameterDecorators, ...request } as const;
  return [
    ...["Post", "Put", "Patch", "Delete"].map((decorator): EntryModel => ({
      ...common,
      decorator,
      name: `${decorator.toUpperCase()} {0}`,
    })),
    { ...common, decorator: "Get", name: "GET {0}", safe: true },
  ];
}
