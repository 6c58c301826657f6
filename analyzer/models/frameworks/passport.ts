import type { LibraryModel } from "../model.js";

// The tokens are new at each sign-in, but rows are looked for by the profile.
const parameters = [0, 1, 2, 3, 4].map((index) => ({ index, kind: "caller" }) as const);

/** Strategies of Passport that sign users in: what they verify ends in a user who is found or made. */
export default {
  library: "Passport",
  packages: [
    "passport-oauth2",
    "passport-google-oauth20",
    "passport-google-oauth2",
    "passport-github2",
    "passport-github",
    "passport-gitlab2",
    "passport-facebook",
    "passport-twitter",
    "passport-apple",
    "passport-linkedin-oauth2",
    "passport-microsoft",
    "passport-discord",
    "passport-slack-oauth2",
    "passport-openidconnect",
    "@node-saml/passport-saml",
    "passport-saml",
    "passport-local",
    "passport-custom",
    "passport-magic-login",
  ],
  versions: "*",
  docs: "https://www.passportjs.org/concepts/authentication/strategies/",
  names: { default: "Strategy", OAuth2Strategy: "Strategy", "default.Strategy": "Strategy" },
  entries: [
    {
      on: "call",
      match: "Strategy",
      handlers: { argument: -1 },
      kind: "http",
      delivery: "retried",
      name: "sign-in",
      repeatedBy: "it runs at each sign-in of the same user, at once for one who presses twice",
      parameters,
    },
  ],
} satisfies LibraryModel;
