// Takes the pictures of the extension's README and puts its animation together. Needs ffmpeg: `node test/vscode/media.mjs`.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { extension, root } from "./build.mjs";

const artifacts = path.join(root, "artifacts", "vscode");
const media = path.join(extension, "media");
const pictures = {
  diagnostics: "diagnostics",
  hover: "hover",
  lightbulb: "lightbulb",
  map: "map",
  path: "path",
  preview: "preview",
  teach: "teach",
  "tests-confirmed": "tests",
  timeline: "timeline",
};

run(process.execPath, [path.join(root, "test/vscode/run.mjs"), "trusted", "tour"]);
for (const [taken, name] of Object.entries(pictures))
  ffmpeg(["-i", path.join(artifacts, `${taken}.png`), "-vf", shrunk("1440"), path.join(media, `${name}.png`)]);
ffmpeg([
  ...["-framerate", "0.5", "-i", path.join(artifacts, "tour-%02d.png")],
  ...["-vf", shrunk("1080"), path.join(media, "tour.gif")],
]);
for (const name of fs.readdirSync(media))
  console.log(`${name}: ${Math.round(fs.statSync(path.join(media, name)).size / 1024)} KB`);

/** Narrower, and with a palette of its own: text stays sharp. */
function shrunk(width) {
  return `scale=${width}:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=128:stats_mode=full[p];[b][p]paletteuse=dither=none`;
}

function ffmpeg(args) {
  run("ffmpeg", ["-v", "error", "-y", ...args]);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (status === 0) return;
  console.error(`\`${command}\` failed${error ? `: ${error.message}` : ""}.`);
  process.exit(1);
}
