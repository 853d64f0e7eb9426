// A review that keeps all it makes.
process.on("message", () => {
  const kept = new Map();
  for (;;) kept.set(`key ${kept.size}`, { text: `value ${kept.size}`, list: [kept.size] });
});
