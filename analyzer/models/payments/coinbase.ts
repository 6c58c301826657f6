import type { LibraryModel } from "../model.js";

const key = {
  place: "the idempotencyKey field",
  argument: 0,
  property: "idempotencyKey",
  use: "required",
} as const;

/** Coinbase's Developer Platform: wallets that send money. */
export default {
  library: "Coinbase",
  packages: ["@coinbase/cdp-sdk"],
  versions: ">=1",
  docs: "https://docs.cdp.coinbase.com/api-reference/v2/idempotency",
  calls: [
    {
      match: [
        "CdpClient#evm.sendTransaction",
        "CdpClient#evm.sendUserOperation",
        "CdpClient#evm.prepareAndSendUserOperation",
        "CdpClient#solana.sendTransaction",
      ],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key,
      returns: "reply",
    },
    {
      match: ["CdpClient#evm.createAccount", "CdpClient#evm.createSmartAccount", "CdpClient#solana.createAccount"],
      effect: "call",
      risk: "high",
      values: { argument: 0 },
      key: { ...key, place: "the idempotencyKey field or the account's name", also: ["name"] },
      returns: "reply",
    },
    {
      match: ["getAccount", "getOrCreateAccount", "listAccounts"].flatMap((name) => [
        `CdpClient#evm.${name}`,
        `CdpClient#solana.${name}`,
      ]),
      effect: "read",
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
