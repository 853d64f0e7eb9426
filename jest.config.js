import { availableParallelism } from "node:os";

export default {
  // A suite that loads the whole program leaves memory behind that Node does not give back: workers start anew instead.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: "2GB",
  testEnvironment: "node",
  // A busy machine with a slow disk takes seconds for a commit of thousands of files; what must be fast measures itself.
  testTimeout: 60_000,
  roots: ["<rootDir>/test"],
  setupFiles: ["<rootDir>/test/support/same-cases.ts"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  moduleNameMapper: {},
  transform: {
    "\\.tsx?$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2023",
          parser: { syntax: "typescript", tsx: true },
          experimental: { keepImportAttributes: true },
          transform: { react: { runtime: "automatic", importSource: "hono/jsx" } },
        },
        module: { type: "es6" },
      },
    ],
  },
  collectCoverageFrom: ["src/**/*.{ts,tsx}"],
};
