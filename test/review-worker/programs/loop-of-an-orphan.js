// Computes for ever, but not longer than the process that started it. The argument is the built end-with-parent.js.
const { endWithParent } = await import(process.argv[2]);
endWithParent();
process.send(process.pid, () => {
  for (;;);
});
