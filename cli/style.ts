import type { Host, Output } from "./host.js";

/** Colours a text for a terminal, or leaves it alone. */
export type Paint = (text: string) => string;

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  grey: [90, 39],
} as const;

/** The colours that output may use. */
export type Style = Readonly<Record<keyof typeof CODES, Paint>> & { readonly colours: boolean };

/** Colours on a terminal, none in a pipe; `NO_COLOR` and `FORCE_COLOR` decide first. */
export function createStyle(output: Output, env: Host["env"]): Style {
  const colours = env["NO_COLOR"] ? false : env["FORCE_COLOR"] ? env["FORCE_COLOR"] !== "0" : output.isTTY === true;
  const paints = Object.entries(CODES).map(([name, [on, off]]): [string, Paint] => [
    name,
    (text) => (colours && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text),
  ]);
  return { ...(Object.fromEntries(paints) as Record<keyof typeof CODES, Paint>), colours };
}

/** `1 file`, `3 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Breaks a text into lines of at most `width` characters, at spaces; neither words nor code in backquotes are cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.match(/(?:[^\s`]|``.+?``(?!`)|`[^`]*`?)+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Words between backquotes stand out as code; the quotes go when colours say it. */
export function paintCode(text: string, style: Style): string {
  return style.colours ? text.replace(/`([^`]+)`/g, (_, code: string) => style.cyan(code)) : text;
}
