import type { Trend } from "./trend.js";

const WIDTH = 340;
const HEIGHT = 86;
const LEFT = 26;
const BOTTOM = 16;

/** How many gaps there were, as a line from the oldest day to today; nothing for a single point. */
export function curve(history: Trend["history"]): string {
  if (history.length < 2) return "";
  const most = Math.max(1, ...history.map(({ gaps }) => gaps));
  const x = (index: number) => LEFT + (index * (WIDTH - LEFT - 8)) / (history.length - 1);
  const y = (gaps: number) => 8 + (1 - gaps / most) * (HEIGHT - BOTTOM - 14);
  const points = history.map(({ gaps }, index) => `${x(index).toFixed(1)},${y(gaps).toFixed(1)}`);
  const [first, last] = [history[0], history.at(-1)];
  const label = `From ${first?.gaps ?? 0} gaps on ${first?.day ?? ""} to ${last?.gaps ?? 0} on ${last?.day ?? ""}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
<line class="axis" x1="${LEFT}" y1="${y(0)}" x2="${WIDTH - 4}" y2="${y(0)}"/>
<text x="${LEFT - 5}" y="${y(most) + 4}" text-anchor="end">${most}</text><text x="${LEFT - 5}" y="${y(0) + 3}" text-anchor="end">0</text>
<polyline points="${points.join(" ")}"/>
<circle cx="${x(history.length - 1)}" cy="${y(last?.gaps ?? 0)}" r="3.5"/>
<text x="${LEFT}" y="${HEIGHT - 3}">${first?.day ?? ""}</text><text x="${WIDTH - 4}" y="${HEIGHT - 3}" text-anchor="end">${last?.day ?? ""}</text>
</svg>`;
}
