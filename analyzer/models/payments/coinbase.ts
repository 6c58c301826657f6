import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const key = {
  place: "the idempotencyKey field",
  argument: 0,
  property: "idempotencyKey",
  use: "required",
} as const;

const ACCOUNTS = [
  { chain: "evm", name: "Account", record: "EvmServerAccount#" },
  { chain: "evm", name: "SmartAccount", record: "EvmSmartAccount#" },
  { chain: "solana", name: "Account", record: "SolanaAccount#" },
] as const;

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
    // What is done with an account that was asked for: a transfer takes no key.
    {
      match: ["EvmServerAccount#transfer", "EvmSmartAccount#transfer", "SolanaAccount#transfer"],
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase transfer" },
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: [
        "EvmServerAccount#sendTransaction",
        "EvmServerAccount#swap",
        "EvmSmartAccount#sendUserOperation",
        "EvmSmartAccount#swap",
        "SolanaAccount#sendTransaction",
      ],
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase transaction" },
      values: { argument: 0 },
      key,
      returns: "reply",
    },
    ...ACCOUNTS.flatMap(({ chain, name, record }): readonly CallModel[] => [
      {
        match: `CdpClient#${chain}.create${name}`,
        effect: "call",
        risk: "high",
        values: { argument: 0 },
        key: { ...key, place: "the idempotencyKey field or the account's name", also: ["name"] },
        returns: "row",
        record,
      },
      {
        match: [`CdpClient#${chain}.get${name}`, `CdpClient#${chain}.getOrCreate${name}`],
        effect: "read",
        returns: "row",
        record,
      },
    ]),
    { match: ["CdpClient#evm.listAccounts", "CdpClient#solana.listAccounts"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
