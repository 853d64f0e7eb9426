// Answers a review with the names of all environment variables that the worker sees.
process.on("message", () => {
  const message = `environment: ${Object.keys(process.env).join(" ")}`;
  process.send({ kind: "failed", error: { name: "Error", message }, parsing: { parsed: 0, reused: 0 } });
});
