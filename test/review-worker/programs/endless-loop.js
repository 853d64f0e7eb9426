// A review that no message and no promise interrupts.
process.on("message", () => {
  for (;;);
});
