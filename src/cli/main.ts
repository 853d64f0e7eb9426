#!/usr/bin/env node
import { processIo } from "./process-io.ts";
import { runCli } from "./run-cli.ts";

// `gatewarden review | head` closes the pipe early: that is no failure worth a word.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// Whatever ends the process before a command says how it went, it did not pass.
process.exitCode = 3;
await runCli(process.argv.slice(2), processIo());
