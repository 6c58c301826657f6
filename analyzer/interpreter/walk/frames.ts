import { inner } from "./env.js";
import type { Context, Frame } from "./machine.js";
import type { State } from "./state.js";

/** The frame as seen from an inner block: names declared there stay there; state and effects are shared. */
export function within(frame: Frame, more: Partial<Pick<Frame, "context" | "jumps">> = {}): Frame {
  return view(frame, {
    env: inner(frame.env),
    jumps: more.jumps ?? frame.jumps,
    context: more.context ?? frame.context,
  });
}

/** The same frame in another context. */
export function withContext(frame: Frame, context: Context): Frame {
  return view(frame, { context });
}

function view(frame: Frame, more: Partial<Pick<Frame, "env" | "jumps" | "context">>): Frame {
  return {
    env: more.env ?? frame.env,
    node: frame.node,
    output: frame.output,
    returns: frame.returns,
    throws: frame.throws,
    jumps: more.jumps ?? frame.jumps,
    context: more.context ?? frame.context,
    ...(frame.self ? { self: frame.self } : {}),
    get state() {
      return frame.state;
    },
    set state(state: State) {
      frame.state = state;
    },
    get journal() {
      return frame.journal;
    },
    set journal(journal) {
      frame.journal = journal;
    },
  };
}
