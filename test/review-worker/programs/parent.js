// Starts a process that computes for ever, and says its id. The argument is the built end-with-parent.js.
import { fork } from "node:child_process";

fork(new URL("loop-of-an-orphan.js", import.meta.url), [process.argv[2]]).on("message", (pid) => console.log(pid));
