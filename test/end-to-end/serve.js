// The server as a process of its own, so that tests can kill it.
import { serveUntilSignal } from "../../src/app.ts";

await serveUntilSignal(process.env, {
  reviewThread: new URL("../../dist/review-worker/thread.js", import.meta.url),
});
