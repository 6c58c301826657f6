import type { LibraryModel } from "../model.js";

/** OpenTelemetry: each attempt is a span of its own, in most services also a trace of its own. */
export default {
  library: "OpenTelemetry",
  packages: ["@opentelemetry/api"],
  versions: ">=1",
  docs: "https://opentelemetry.io/docs/concepts/signals/traces/#span-context",
  names: {
    default: "",
    "trace.getTracer()": "Tracer#",
    "trace.getActiveSpan()": "Span#",
    "trace.getSpan()": "Span#",
    "trace.getSpanContext()": "SpanContext#",
    "Tracer#startSpan()": "Span#",
    "Span#spanContext()": "SpanContext#",
  },
  sources: [{ match: ["SpanContext#traceId", "SpanContext#spanId"], on: "read", kind: "attempt" }],
  wrappers: [
    {
      match: "Tracer#startActiveSpan",
      kind: "invoke",
      callback: { argument: -1 },
      handle: "Span#",
      what: "the tracer runs the function in a span",
    },
    { match: "context.with", kind: "invoke", callback: { argument: 1 }, what: "the function runs in a context" },
  ],
} satisfies LibraryModel;
