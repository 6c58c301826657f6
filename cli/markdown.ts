import { wrap, type Style } from "./style.js";

/** Renders the Markdown that our own pages use: headings, paragraphs, lists, tables, fenced code. */
export function renderMarkdown(text: string, width: number, style: Style): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let fence = false;
  const flush = () => {
    out.push(...wrap(withoutLinks(paragraph.join(" ")), width).map((line) => inline(line, style)));
    paragraph = [];
  };
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*```/.test(line)) {
      flush();
      fence = !fence;
    } else if (fence) out.push(codeLine(line, style));
    else if (line.startsWith("<!--")) continue;
    else if (line.trim() === "") {
      flush();
      if (out.length > 0 && out.at(-1) !== "") out.push("");
    } else if (/^#+ /.test(line)) {
      flush();
      out.push(heading(line, style));
    } else if (/^\s*([-*]|\d+\.) /.test(line)) {
      flush();
      out.push(...listItem(line, width, style));
    } else if (line.startsWith("|")) {
      flush();
      out.push(inline(line, style));
    } else paragraph.push(line.trim());
  }
  flush();
  return `${out.join("\n").trim()}\n`;
}

function heading(line: string, style: Style): string {
  const [, marks = "", title = ""] = /^(#+) (.*)$/.exec(line) ?? [];
  return marks.length === 1 ? style.bold(style.underline(inline(title, style))) : style.bold(inline(title, style));
}

function listItem(line: string, width: number, style: Style): string[] {
  const [, space = "", mark = "", rest = ""] = /^(\s*)([-*]|\d+\.) (.*)$/.exec(line) ?? [];
  const bullet = /\d/.test(mark) ? mark : "•";
  const hang = space.length + bullet.length + 1;
  return wrap(withoutLinks(rest), width - hang).map((part, index) =>
    index === 0 ? `${space}${style.grey(bullet)} ${inline(part, style)}` : " ".repeat(hang) + inline(part, style),
  );
}

function codeLine(line: string, style: Style): string {
  const at = line.search(/(^|\s)\/\/ /);
  const code = at < 0 ? line : line.slice(0, at);
  return `    ${code}${at < 0 ? "" : style.grey(line.slice(at))}`.trimEnd();
}

/** Code and emphasis lose their marks when colours say it. */
function inline(text: string, style: Style): string {
  if (!style.colours) return withoutLinks(text);
  return withoutLinks(text)
    .replace(/``\s?(.+?)\s?``(?!`)|`([^`]+)`/g, (_, long: string | undefined, code: string | undefined) =>
      style.cyan(long ?? code ?? ""),
    )
    .replace(/(?<![*\w])([*_])([^*_\s][^*_]*)\1(?![*\w])/g, (_, _mark, stressed: string) => style.italic(stressed))
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => style.bold(strong));
}

/** A link into our own pages keeps its text only; others show where they lead. */
function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, label: string, url: string) =>
    url.startsWith("http") ? `${label} (${url})` : label,
  );
}
