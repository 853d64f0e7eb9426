import { createManifestCache } from "../kubernetes/manifest-cache.ts";
import { reviewPullRequest } from "../review-pull-request.ts";
import { endWithParent } from "./end-with-parent.ts";
import type { FromWorker, Parsing, ReviewQuestion, ThrownError, ToWorker } from "./messages.ts";
import { type TreeOverMessages, treeOverMessages } from "./tree-over-messages.ts";

// The program of the worker. It parses what strangers wrote: it has no secret and no environment, files reach it in messages,
// and it can be ended at any moment.
const send = (message: FromWorker): void => {
  process.send?.(message);
};
// Kept across reviews: the next one of the same repository parses only what changed.
const cache = createManifestCache();
let tree: TreeOverMessages | undefined;

endWithParent();
// Ctrl+C reaches every process of a terminal; the server finishes what has begun, and ends this one then.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
process.on("message", (message: ToWorker) => {
  if (message.kind === "review") void review(message.question).then(send);
  else tree?.receive(message);
});

async function review(question: ReviewQuestion): Promise<FromWorker> {
  const current = treeOverMessages(send);
  tree = current;
  const before = { ...cache.counters };
  try {
    const plan = await reviewPullRequest({ ...question, tree: current, cache });
    return { kind: "reviewed", plan, parsing: since(before) };
  } catch (error) {
    return { kind: "failed", error: thrown(error), parsing: since(before) };
  } finally {
    current.close();
  }
}

function since(before: Parsing): Parsing {
  return { parsed: cache.counters.parsed - before.parsed, reused: cache.counters.reused - before.reused };
}

function thrown(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: undefined };
  return { name: error.name, message: error.message, stack: error.stack };
}
