// Bundles the programs that people start.   npm run build [-- FOLDER]
import { bundle } from "./build/bundle.js";

const [folder = "dist"] = process.argv.slice(2);
await bundle(["cli/main.ts", "review-worker/worker-process.ts"], folder);
