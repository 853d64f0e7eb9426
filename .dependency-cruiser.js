// The layers of ARCHITECTURE.md. Each folder may import only what stands to its left.
const layers = ["kubernetes", "analysis", "rules", "review", "reports"];

const upward = layers.map((layer, index) => ({
  name: `${layer}-imports-nothing-to-its-right`,
  comment: `src/${layer} may import only ${layers.slice(0, index + 1).join(", ")}. Pass what you need in, or move it left.`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: `^src/(${layers.slice(0, index + 1).join("|")})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...upward,
    {
      name: "core-does-no-io",
      comment:
        "Left of github/ there is no I/O, clock, randomness or environment: take it as an argument or behind a port.",
      severity: "error",
      from: { path: `^src/(${layers.join("|")})/` },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|buffer|util)$" },
    },
    {
      name: "github-types-stop-at-github",
      comment: "Octokit and Probot stay in github/ and app.ts; the core sees plain data.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(github/|app\\.ts$)" },
      to: { path: "node_modules/(@octokit|probot)/" },
    },
    {
      name: "audit-imports-nothing-of-ours",
      comment: "The verifier must stay extractable for auditors: audit/ imports nothing of ours.",
      severity: "error",
      from: { path: "^src/audit/" },
      to: { path: "^src/", pathNot: "^src/audit/" },
    },
    {
      name: "git-implements-only-the-tree-port",
      comment: "git/ is an adapter behind kubernetes/tree.ts.",
      severity: "error",
      from: { path: "^src/git/" },
      to: { path: "^src/", pathNot: "^src/(git|kubernetes)/" },
    },
    {
      name: "review-worker-only-runs-the-core",
      comment: "review-worker/ carries the core into a process. What that needs comes in messages.",
      severity: "error",
      from: { path: "^src/review-worker/" },
      to: { path: "^src/", pathNot: `^src/(review-worker/|review-pull-request\\.ts$|(${layers.join("|")})/)` },
    },
    {
      name: "review-worker-does-no-io",
      comment: "The worker parses what strangers wrote: no files, no network, no environment.",
      severity: "error",
      from: { path: "^src/review-worker/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(child_process|worker_threads|events)$" },
    },
    {
      name: "storage-implements-ports",
      comment: "storage/ knows audit/ and its own tables.",
      severity: "error",
      from: { path: "^src/storage/" },
      to: { path: "^src/", pathNot: "^src/(storage|audit)/" },
    },
    {
      name: "outer-folders-are-apart",
      comment: "github/ and cli/ never import each other; app.ts and cli/main.ts wire.",
      severity: "error",
      from: { path: "^src/github/" },
      to: { path: "^src/(cli|demo)/" },
    },
    {
      name: "cli-does-not-import-github",
      comment: "The command line starts fast and works without GitHub: serve and demo are loaded when asked for.",
      severity: "error",
      from: { path: "^src/cli/" },
      to: { path: "^src/(github|storage)/", dependencyTypesNot: ["dynamic-import"] },
    },
    {
      name: "fake-github-only-serves-demo-and-tests",
      comment: "Nothing but cli/commands/demo.ts starts the fake GitHub.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(demo/|cli/commands/demo\\.ts$)" },
      to: { path: "^src/demo/" },
    },
    {
      name: "no-cycles",
      comment: "A cycle means that two files are one thing.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
