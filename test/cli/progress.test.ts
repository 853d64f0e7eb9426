import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { withProgress } from "../../src/cli/progress.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function output(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

const after = (ms: number) => () => new Promise((resolve) => setTimeout(resolve, ms));

async function progressOf(isTTY: boolean, ms: number): Promise<string[]> {
  const terminal = output(isTTY);
  const work = withProgress(terminal, "Reviewing", after(ms));
  await jest.advanceTimersByTimeAsync(ms);
  await work;
  return terminal.written;
}

describe("progress", () => {
  test("appears after a second and is wiped away", async () => {
    expect(await progressOf(true, 1500)).toEqual(["Reviewing …", "\r\u001b[K"]);
  });

  test("stays away when work is quick", async () => {
    expect(await progressOf(true, 500)).toEqual([]);
  });

  test("stays out of logs", async () => {
    expect(await progressOf(false, 5000)).toEqual([]);
  });
});
