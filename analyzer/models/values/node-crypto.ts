import type { LibraryModel } from "../model.js";

/** Node's and the web's crypto. */
export default {
  library: "Node crypto",
  packages: ["node:crypto", "crypto"],
  globals: ["crypto"],
  versions: "*",
  docs: "https://nodejs.org/api/crypto.html#cryptorandomuuidoptions",
  names: { default: "", crypto: "", webcrypto: "", "webcrypto.subtle": "subtle" },
  signatures: [{ match: ["createHmac", "createVerify", "verify", "subtle.verify"], header: true }],
  sources: [
    {
      match: ["randomUUID", "randomBytes", "randomInt", "pseudoRandomBytes"],
      on: "call",
      kind: "attempt",
    },
    { match: ["getRandomValues", "randomFillSync"], on: "call", kind: "attempt", fills: true },
  ],
} satisfies LibraryModel;
