// Answers a review with the names of all environment variables that the thread sees.
import { parentPort } from "node:worker_threads";

parentPort.on("message", () => {
  const message = `environment: ${Object.keys(process.env).join(" ")}`;
  parentPort.postMessage({ kind: "failed", error: { name: "Error", message }, parsing: { parsed: 0, reused: 0 } });
});
