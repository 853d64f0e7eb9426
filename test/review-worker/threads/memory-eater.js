// A review that keeps all it makes.
import { parentPort } from "node:worker_threads";

parentPort.on("message", () => {
  const kept = [];
  for (;;) kept.push({ text: `value ${kept.length}`, list: [kept.length] });
});
