// The server as a process of its own, so that tests can kill it.
import { serveUntilSignal } from "../../src/app.ts";

await serveUntilSignal(process.env, {
  reviewProgram: new URL("../../dist/review-worker/worker-process.js", import.meta.url),
});
