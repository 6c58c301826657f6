import type { LibraryModel } from "../model.js";

/** node-oauth's server: it issues tokens when the model says that it has taken back what they are exchanged for. */
export default {
  library: "OAuth2 Server",
  packages: ["@node-oauth/oauth2-server", "@node-oauth/express-oauth-server", "oauth2-server"],
  versions: ">=3",
  docs: "https://node-oauthoauth2-server.readthedocs.io/en/master/model/spec.html#revokeauthorizationcode-code",
  names: { "default.default": "default" },
  entries: [
    {
      on: "call",
      match: ["default", "OAuth2Server"],
      handlers: { argument: 0, properties: ["model.revokeAuthorizationCode", "model.revokeToken"] },
      kind: "http",
      delivery: "retried",
      name: "token request {property}",
      repeatedBy:
        "a client that gets no answer sends its code or refresh token again, and so does whoever has stolen it",
      grants: "a token",
      parameters: [{ index: 0, kind: "business" }],
    },
  ],
} satisfies LibraryModel;
