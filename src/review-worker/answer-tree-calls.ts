import type { BlobContent, Tree } from "../kubernetes/tree.ts";
import type { TreeAnswer, TreeCall } from "./messages.ts";
import { packBatch, packList, sizeOf } from "./packing.ts";

/** Beside the repository: does what the worker's Tree is asked for (tree-over-messages.ts). */
export interface TreeCallHandler {
  handle(call: TreeCall): void;
  /** What the tree itself failed with, if it did: more telling than the message of it that the worker got. */
  failure(): unknown;
  /** Ends the reading that has begun. */
  close(): void;
}

/** Large enough to be worth a message, small enough that two of them do not matter. */
const batchBytes = 1_000_000;
const batchBlobs = 1_000;

export function answerTreeCalls(tree: Tree, send: (answer: TreeAnswer) => void): TreeCallHandler {
  const reading = new Map<number, AsyncIterator<BlobContent>>();
  let failure: unknown;
  const stop = (call: number): void => {
    // A reader that waits for git ends when git has answered.
    void reading
      .get(call)
      ?.return?.()
      ?.catch(() => {});
    reading.delete(call);
  };
  const answer = async (call: TreeCall): Promise<void> => {
    if (call.kind === "list") {
      send({ kind: "listed", call: call.call, list: packList(await tree.list(call.commit)) });
      return;
    }
    if (call.kind === "read") reading.set(call.call, startReading(tree, call.blobIds, call.maxBytes));
    const blobs = reading.get(call.call);
    if (!blobs) return;
    const batch = await nextBatch(blobs);
    if (batch.isLast) reading.delete(call.call);
    send({ kind: "blobs", call: call.call, batch });
  };
  return {
    handle(call) {
      if (call.kind === "stop-reading") stop(call.call);
      else
        answer(call).catch((error: unknown) => {
          failure ??= error;
          reading.delete(call.call);
          const message = error instanceof Error ? error.message : String(error);
          send({ kind: "tree-failed", call: call.call, message });
        });
    },
    failure: () => failure,
    close() {
      for (const call of reading.keys()) stop(call);
    },
  };
}

function startReading(tree: Tree, blobIds: readonly string[], maxBytes: number | undefined) {
  return tree.read(blobIds, maxBytes === undefined ? {} : { maxBytes })[Symbol.asyncIterator]();
}

async function nextBatch(blobs: AsyncIterator<BlobContent>) {
  const contents: BlobContent[] = [];
  let bytes = 0;
  while (bytes < batchBytes && contents.length < batchBlobs) {
    const next = await blobs.next();
    if (next.done) return packBatch(contents, true);
    contents.push(next.value);
    bytes += sizeOf(next.value);
  }
  return packBatch(contents, false);
}
