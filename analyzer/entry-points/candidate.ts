import type { ts } from "ts-morph";
import type { EntryItem } from "../models/patterns.js";
import type { ParameterModel } from "../models/entry-model.js";
import type { Retry } from "../trace.js";
import type { Link, Value } from "../interpreter/values/value.js";

/** A place where the project hands a function to something that may run it again. */
export interface Candidate {
  readonly model: EntryItem;
  readonly library: string;
  /** The registration, decorator or declaration. */
  readonly node: ts.Node;
  /** Middleware first, the handler last. */
  readonly handlers: readonly Value[];
  /** What the application or router runs before: it may guard, its own effects are not this entry point's. */
  readonly before?: readonly Value[];
  /** The call that made the application or router that it is registered on. */
  readonly owner?: ts.Node | undefined;
  readonly name: string;
  /** The calls of the chain that registered it. */
  readonly links?: readonly Link[];
  /** What the handler's parameters hold, where decorators or models say so, by index. */
  readonly parameters: ReadonlyMap<number, Pick<ParameterModel, "kind" | "members">>;
  /** The function that is run in rounds: what each of them does anew, whatever it finds, is meant to be done again. */
  readonly rounds?: ts.Node;
  /** Nothing but what is done for each record that was read counts: all else that it does may be wanted again. */
  readonly perRecord?: boolean;
  /** The file whose call of a registering function led here, when the registration stands in another. */
  readonly through?: string;
  /** The library that it is handed to calls it again when it fails. */
  readonly retry?: Retry;
  /** The infrastructure names the handler, and tells what triggers it. */
  readonly deployed?: boolean;
}
