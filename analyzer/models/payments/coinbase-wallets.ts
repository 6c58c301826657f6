import type { LibraryModel } from "../model.js";

const OWNERS = ["Wallet#", "WalletAddress#"] as const;

function of(...methods: readonly string[]): readonly string[] {
  return OWNERS.flatMap((owner) => methods.map((method) => `${owner}${method}`));
}

const values = { argument: 0 } as const;

/** Coinbase's SDK before that of its Developer Platform: wallets that send money, and take no key. */
export default {
  library: "Coinbase wallets",
  packages: ["@coinbase/coinbase-sdk"],
  versions: ">=0.10",
  docs: "https://github.com/coinbase/coinbase-sdk-nodejs#transferring-funds",
  names: { "Wallet#getDefaultAddress()": "WalletAddress#", "Wallet.fetch()": "Wallet#", "Wallet.import()": "Wallet#" },
  calls: [
    {
      match: of("createTransfer"),
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase transfer" },
      values,
      returns: "reply",
    },
    {
      match: of("createTrade"),
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase trade" },
      values,
      returns: "reply",
    },
    {
      match: of("fund"),
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase funding" },
      values,
      returns: "reply",
    },
    {
      match: of("createStake", "createUnstake", "createClaimStake"),
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase stake" },
      returns: "reply",
    },
    {
      match: of("invokeContract", "deployToken", "deployNFT", "deployMultiToken", "deployContract"),
      effect: "call",
      risk: "critical",
      target: { text: "Coinbase transaction" },
      values,
      returns: "reply",
    },
    {
      match: ["Wallet.create", "Wallet.createWithSeed"],
      effect: "call",
      risk: "high",
      values,
      returns: { path: "Wallet#" },
    },
    { match: of("getBalance", "listBalances"), effect: "read", returns: "rows" },
  ],
} satisfies LibraryModel;
