/**
 * Names that decide where neither a type nor a model can: what a project calls its functions, routes and columns. Each list is here for the
 * harm that it spares, and none makes a rule speak: they only keep one silent, and never about a call of critical weight.
 */

/** A figure about use that is sent once more takes nothing from anybody. The function or route that sends it says so; the address is the user's own. */
export const TELEMETRY = /telemetry|analytics|heartbeat/i;

/** A code, a link or a reminder that somebody asks for again is wanted again: the client's second request is a second wish. */
export const ON_REQUEST =
  /otp|passcode|password|forgot|reset|magic|login|log-in|signin|sign-in|verif|resend(?!\.emails|\.batch)|remind|contact|feedback|support|preview|two-?factor|2fa|mfa|email-?change|(account|sign-?up|registration)-?(link-?)?confirm|confirm-?(account|sign-?up|registration)/i;

/** Who tries something out (`sendTestMail`, `/mail/test`, `checkConnection`) wants each try. `latest` is none. */
export const TRIAL =
  /(^|[^A-Za-z])test|[a-z]Test(?![a-z])|(check|verify|try)(Integration|Connection|Credentials|Settings)/;

/** Where a row stands among others in a list: moved once more, it is seen and put right, and nothing is lost. */
export const RANK = /^((sort|display|list|order|row)_?)?(order|index|idx|position|rank)$/i;
