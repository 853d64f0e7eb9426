import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { BlobContent } from "../kubernetes/tree.ts";
import { gitEnvironment, safeOptions } from "./git-environment.ts";
import { GitError } from "./git-error.ts";
import type { ObjectStore } from "./object-store.ts";

/** Ids that git has been asked for and not answered yet: enough to keep it busy, too few to fill a pipe (64 KB). */
const maxOutstanding = 512;

/** One long-lived `git cat-file --batch-command` (Git 2.36). Serves one reader at a time. */
export class CatFile {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #stderr = "";
  #failure: GitError | undefined;
  #hasEnded = false;

  constructor(store: ObjectStore) {
    this.#child = spawn("git", [...safeOptions, "cat-file", "--batch-command", "--buffer"], {
      cwd: store.directory,
      env: gitEnvironment(store.env),
    });
    const { stdin, stdout, stderr } = this.#child;
    stderr.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-4_000);
    });
    stdin.on("error", () => {});
    stdout.on("end", () => {
      this.#hasEnded = true;
    });
    this.#closed = new Promise((resolve) => {
      this.#child.on("close", resolve);
      this.#child.on("error", (error) => {
        this.#failure = new GitError("git-missing", `git cannot be started: ${error.message}`);
        this.#hasEnded = true;
        stdout.destroy();
        resolve(undefined);
      });
    });
  }

  get isAlive(): boolean {
    return !this.#hasEnded && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Reads blobs in order. A reader that stops early must `kill` the process, which still has answers to give. */
  async *read(blobIds: readonly string[], maxBytes: number): AsyncIterable<BlobContent> {
    let asked = 0;
    for (const [index, blobId] of blobIds.entries()) {
      if (asked - index <= maxOutstanding / 2 && asked < blobIds.length) {
        const next = blobIds.slice(asked, index + maxOutstanding);
        this.#child.stdin.write(`${next.map((id) => `contents ${id}\n`).join("")}flush\n`);
        asked += next.length;
      }
      yield this.#bufferedAnswer(blobId, maxBytes) ?? (await this.#answer(blobId, maxBytes));
    }
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Lets git end by itself, which it does when its input ends. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    this.#child.stdout.resume();
    const timer = setTimeout(() => this.kill(), 2_000);
    await this.#closed;
    clearTimeout(timer);
  }

  /** The answer, if all of it has arrived in one piece, without a detour through the event loop. */
  #bufferedAnswer(blobId: string, maxBytes: number): BlobContent | undefined {
    const end = this.#buffer.indexOf(0x0a, this.#at);
    if (end < 0) return undefined;
    const [, type, length] = this.#buffer.toString("latin1", this.#at, end).split(" ");
    const size = Number(length);
    if (type !== "blob" || !(size <= maxBytes) || end + size + 2 > this.#buffer.length) return undefined;
    const bytes = this.#buffer.subarray(end + 1, end + 1 + size);
    this.#at = end + size + 2;
    return { kind: "content", blobId, bytes };
  }

  async #answer(blobId: string, maxBytes: number): Promise<BlobContent> {
    const header = await this.#line();
    const [, type, length] = header.split(" ");
    if (length === undefined) return { kind: "missing", blobId };
    const size = Number(length);
    if (size > maxBytes) {
      // The size stands before the content, which is passed over without being kept.
      await this.#skip(size + 1);
      return { kind: "too-large", blobId, size };
    }
    const bytes = await this.#bytes(size);
    await this.#skip(1);
    return type === "blob" ? { kind: "content", blobId, bytes } : { kind: "missing", blobId };
  }

  async #line(): Promise<string> {
    let line = "";
    for (;;) {
      const end = this.#buffer.indexOf(0x0a, this.#at);
      if (end >= 0) {
        line += this.#buffer.toString("latin1", this.#at, end);
        this.#at = end + 1;
        return line;
      }
      line += this.#buffer.toString("latin1", this.#at);
      await this.#fill();
    }
  }

  async #bytes(size: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafe(size);
    for (let filled = 0; filled < size; ) {
      if (this.#at === this.#buffer.length) await this.#fill();
      const copied = this.#buffer.copy(bytes, filled, this.#at, this.#at + size - filled);
      filled += copied;
      this.#at += copied;
    }
    return bytes;
  }

  async #skip(size: number): Promise<void> {
    for (let left = size; left > 0; ) {
      if (this.#at === this.#buffer.length) await this.#fill();
      const step = Math.min(left, this.#buffer.length - this.#at);
      this.#at += step;
      left -= step;
    }
  }

  async #fill(): Promise<void> {
    const { stdout } = this.#child;
    for (;;) {
      const chunk: Buffer | null = stdout.read();
      if (chunk) {
        this.#buffer = chunk;
        this.#at = 0;
        return;
      }
      if (this.#hasEnded || stdout.destroyed) throw await this.#deathNotice();
      await Promise.race([once(stdout, "readable"), this.#closed]).catch(() => {});
    }
  }

  async #deathNotice(): Promise<GitError> {
    await this.#closed;
    return (
      this.#failure ?? new GitError("git-failed", `git cat-file ended early: ${this.#stderr.trim() || "no message"}`)
    );
  }
}
