import type { Output } from "./command.ts";

/** Says on a terminal what takes so long, when it takes more than a second, and wipes the line afterwards. */
export async function withProgress<T>(output: Output, text: string, work: () => Promise<T>): Promise<T> {
  if (!output.isTTY) return await work();
  let isShown = false;
  const timer = setTimeout(() => {
    isShown = true;
    output.write(`${text} …`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (isShown) output.write("\r\u001b[K");
  }
}
