/** A trigger whose events Google delivers at least once. */
export const event = {
  delivery: "redelivered",
  parameters: [{ index: 0, kind: "message" }],
  identities: [{ what: "the event's id", expression: "{0}.id" }],
} as const;

/** A function that is called over HTTP. */
export const request = {
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client sends the request again when it gets no reply",
  parameters: [{ index: 0, kind: "caller", members: { params: "business" } }],
} as const;
