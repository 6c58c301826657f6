import { relative } from "node:path";
import type { PackageManager, Surroundings } from "./surroundings.js";

/** A job that reports what a pull request causes, in GitHub's own annotations and on the job's page. */
export function githubJob({ packageManager, folder, repository }: Surroundings): string {
  const inside = relative(repository, folder).replaceAll("\\", "/");
  const { prepare, install, run } = COMMANDS[packageManager];
  return `name: Idemlint
on: pull_request
permissions:
  contents: read
jobs:
  idemlint:
    runs-on: ubuntu-latest
${inside === "" ? "" : `    defaults:\n      run:\n        working-directory: ${inside}\n`}    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0 # the commit that the branch left has to be there
${prepare === undefined ? "" : `      - run: ${prepare}\n`}      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - run: ${install}
      - run: ${run} check --changed-since "origin/$BASE" --format "github,markdown=$GITHUB_STEP_SUMMARY"
        env:
          BASE: \${{ github.base_ref }}
`;
}

/** The pipeline of GitLab with a job whose findings stand in the merge request. */
export function gitlabJob({ packageManager, folder, repository }: Surroundings): string {
  const inside = relative(repository, folder).replaceAll("\\", "/");
  const { prepare, install, run } = COMMANDS[packageManager];
  const steps = [
    ...(inside === "" ? [] : [`cd ${inside}`]),
    ...(prepare === undefined ? [] : [prepare]),
    install,
    `${run} check --changed-since "origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME" --format "gitlab=$CI_PROJECT_DIR/idemlint.json,pretty"`,
  ];
  return `idemlint:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: 0 # the commit that the branch left has to be there
  script:
${steps.map((step) => `    - ${step}`).join("\n")}
  artifacts:
    when: always
    reports:
      codequality: idemlint.json
`;
}

const COMMANDS: Readonly<
  Record<PackageManager, { readonly prepare?: string; readonly install: string; readonly run: string }>
> = {
  npm: { install: "npm ci", run: "npx idemlint" },
  pnpm: { prepare: "corepack enable", install: "pnpm install --frozen-lockfile", run: "pnpm exec idemlint" },
  yarn: { prepare: "corepack enable", install: "yarn install --immutable", run: "yarn idemlint" },
  bun: { prepare: "npm install --global bun", install: "bun install --frozen-lockfile", run: "bunx idemlint" },
};
