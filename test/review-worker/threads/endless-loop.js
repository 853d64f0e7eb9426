// A review that no message and no promise interrupts.
import { parentPort } from "node:worker_threads";

parentPort.on("message", () => {
  for (;;);
});
