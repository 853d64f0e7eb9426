import type { BlobContent, Tree } from "../kubernetes/tree.ts";
import type { PackedBatch, TreeAnswer, TreeCall } from "./messages.ts";
import { unpackBatch, unpackList } from "./packing.ts";

/** In the worker: a Tree whose answers come from the other side (answer-tree-calls.ts). */
export interface TreeOverMessages extends Tree {
  /** Takes in an answer that has arrived. */
  receive(answer: TreeAnswer): void;
  /** Refuses further calls: what a failed review has left running must not ask the repository of the next one. */
  close(): void;
}

/** Counted over all reviews, so that an answer to an earlier one is nobody's. */
let calls = 0;

export function treeOverMessages(send: (call: TreeCall) => void): TreeOverMessages {
  const waiting = new Map<number, { resolve(answer: TreeAnswer): void; reject(error: Error): void }>();
  let isClosed = false;
  const answerTo = (call: TreeCall): Promise<TreeAnswer> => {
    if (isClosed) throw new Error("The review is over.");
    const answer = new Promise<TreeAnswer>((resolve, reject) => waiting.set(call.call, { resolve, reject }));
    // The next batch is under way while one is parsed; whoever stops reading is not there to hear that it failed.
    answer.catch(() => {});
    send(call);
    return answer;
  };
  return {
    receive(answer) {
      const receiver = waiting.get(answer.call);
      waiting.delete(answer.call);
      if (answer.kind === "tree-failed") receiver?.reject(new Error(answer.message));
      else receiver?.resolve(answer);
    },
    close() {
      isClosed = true;
    },
    async list(commit) {
      const answer = await answerTo({ kind: "list", call: ++calls, commit });
      // Taking anything else for an empty answer would lose files in silence.
      if (answer.kind !== "listed") throw new Error(`A list was answered with "${answer.kind}".`);
      return unpackList(answer.list);
    },
    async *read(blobIds, options): AsyncIterable<BlobContent> {
      const call = ++calls;
      let next = answerTo({ kind: "read", call, blobIds: [...blobIds], maxBytes: options?.maxBytes });
      let isOver = false;
      try {
        while (!isOver) {
          const batch = batchOf(await next);
          isOver = batch.isLast;
          if (!isOver) next = answerTo({ kind: "read-on", call });
          yield* unpackBatch(batch);
        }
      } finally {
        if (!isOver && !isClosed) send({ kind: "stop-reading", call });
      }
    },
  };
}

function batchOf(answer: TreeAnswer): PackedBatch {
  if (answer.kind !== "blobs") throw new Error(`A read was answered with "${answer.kind}".`);
  return answer.batch;
}
