/** What all HTTP handlers have in common: nobody but the client repeats a request. */
export const request = {
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client sends the request again when it gets no reply",
} as const;
