#!/usr/bin/env node
import { visibleText } from "../reports/visible-text.ts";
import { processIo } from "./process-io.ts";
import { runCli } from "./run-cli.ts";

// `gatewarden review | head` closes the pipe early: that is no failure worth a word.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// Node.js would end with 1, which says that something needs a review.
process.on("uncaughtException", (error) => {
  process.stderr.write(`error: ${visibleText(error.message)}\n`);
  process.exit(3);
});

// Whatever ends the process before a command says how it went, it did not pass.
process.exitCode = 3;
await runCli(process.argv.slice(2), processIo());
