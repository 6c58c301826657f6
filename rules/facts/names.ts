import type { Config } from "../../analyzer/config/config.js";
import { hasWord } from "../../analyzer/risk.js";

/** Words of the user's by list; one with `!` before it takes the names that hold it off the list. */
export type OwnNames = NonNullable<Config["names"]>;

/** For each list: whether a name of the project is on it. */
export type Names = Readonly<Record<keyof OwnNames, (name: string) => boolean>>;

/**
 * Reads the names that a project gives its functions, routes and columns. Each list is here for the harm that it spares, and none makes a
 * rule speak: they only keep one silent, and never about a call of critical weight.
 */
export function namesBy(own: OwnNames = {}): Names {
  const list = (name: keyof Names) => {
    const words = own[name] ?? [];
    const more = words.filter((word) => !word.startsWith("!"));
    const fewer = words.filter((word) => word.startsWith("!")).map((word) => word.slice(1));
    return (text: string) => !hasWord(text, fewer) && (SHIPPED[name].test(text) || hasWord(text, more));
  };
  return { telemetry: list("telemetry"), onRequest: list("onRequest"), trial: list("trial"), rank: list("rank") };
}

const SHIPPED: Readonly<Record<keyof Names, RegExp>> = {
  /** A figure about use that is sent once more takes nothing from anybody. The function or route that sends it says so; the address is the user's own. */
  telemetry: /telemetry|analytics|heartbeat/i,

  /** A code, a link or a reminder that somebody asks for again is wanted again: the client's second request is a second wish. */
  onRequest:
    /otp|passcode|password|forgot|reset|magic|login|log-in|signin|sign-in|verif|resend(?!\.emails|\.batch)|remind|contact|feedback|support|preview|two-?factor|2fa|mfa|email-?change|(account|sign-?up|registration)-?(link-?)?confirm|confirm-?(account|sign-?up|registration|(new-?)?e?-?mail)/i,

  /** Who tries something out (`sendTestMail`, `/mail/test`, `checkConnection`) wants each try. `latest` is none. */
  trial: /(^|[^A-Za-z])test|[a-z]Test(?![a-z])|(check|verify|try)(Integration|Connection|Credentials|Settings)/,

  /** Where a row stands among others in a list: moved once more, it is seen and put right, and nothing is lost. */
  rank: /^((sort|display|list|order|row)_?)?(order|index|idx|position|rank)$/i,
};
