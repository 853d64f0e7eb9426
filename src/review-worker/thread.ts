import { parentPort } from "node:worker_threads";
import { createManifestCache } from "../kubernetes/manifest-cache.ts";
import { reviewPullRequest } from "../review-pull-request.ts";
import type { FromThread, Parsing, ReviewQuestion, ThrownError, ToThread } from "./messages.ts";
import { type TreeOverMessages, treeOverMessages } from "./tree-over-messages.ts";

// The file that the thread runs. It parses what strangers wrote: it has no network, no files, no environment and no secret,
// and it can be ended at any moment.
const port = parentPort;
if (!port) throw new Error("This file only runs as a worker.");

const send = (message: FromThread): void => port.postMessage(message);
// Kept across reviews: the next one of the same repository parses only what changed.
const cache = createManifestCache();

let tree: TreeOverMessages | undefined;

port.on("message", (message: ToThread) => {
  if (message.kind === "review") void review(message.question).then(send);
  else tree?.receive(message);
});

async function review(question: ReviewQuestion): Promise<FromThread> {
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
