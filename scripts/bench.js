// Prints how much longer a cold review takes than the least that it has to do, as a ratio: absolute times say more about
// the machine than about us.   npm run bench [-- --files 9000] [--runs 7]
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeRepository } from "./bench/make-repository.js";
import { measureRoles } from "./bench/roles.js";
import { measureRoutes } from "./bench/routes.js";

const { values } = parseArgs({
  options: { files: { type: "string", default: "9000" }, runs: { type: "string", default: "7" } },
});
const files = Number(values.files);
const runs = Number(values.runs);
const limits = { ratio: 4, imageRatio: 2, megabytes: 300, share: 0.1, roles: 0.12 };

const root = join(import.meta.dirname, "..");
const { directory, base, head, image } = makeRepository(files);
try {
  const floor = [join(root, "scripts/bench/floor.js"), directory, base, head];
  const program = join(root, "dist/cli/main.js");
  const options = ["--repo", directory, "--base", base, "--format", "json"];
  const reviewOf = (commit) => [program, "review", ...options, "--head", commit];
  const review = reviewOf(head);
  const imageReview = reviewOf(image);
  measure(floor, 0);
  measure(review, 1);
  measure(imageReview, 0);
  // In turn, so that a drift of the machine's speed hits both.
  const pairs = Array.from({ length: runs }, () => ({
    floor: measure(floor, 0),
    review: measure(review, 1),
    image: measure(imageReview, 0),
  }));
  const ratio = median(pairs.map((pair) => pair.review.seconds / pair.floor.seconds));
  const imageRatio = median(pairs.map((pair) => pair.image.seconds / pair.floor.seconds));
  const megabytes = Math.max(...pairs.map((pair) => pair.review.megabytes));
  console.log(`${files} manifests, one changed, ${runs} runs of each`);
  console.log(
    `floor   median ${seconds(pairs.map((pair) => pair.floor.seconds))} s (list both trees, read the same blobs)`,
  );
  console.log(
    `review  median ${seconds(pairs.map((pair) => pair.review.seconds))} s, cold, peak ${megabytes.toFixed(0)} MB (limit ${limits.megabytes})`,
  );
  console.log(`ratio   median ${ratio.toFixed(2)} (limit ${limits.ratio})`);
  console.log(
    `image   median ${imageRatio.toFixed(2)} of the floor, where only an image changed (limit ${limits.imageRatio})`,
  );
  const routes = measureRoutes(5000, runs);
  const share = routes.one / routes.all;
  console.log(
    `routes  5000, one host changed: ${routes.one.toFixed(1)} ms; every host compared: ${routes.all.toFixed(0)} ms; share ${share.toFixed(3)} (limit ${limits.share})`,
  );
  const roles = measureRoles(3000, runs);
  const rolesShare = roles.one / roles.all;
  console.log(
    `roles   3000 objects, one role changed: ${roles.one.toFixed(1)} ms; every role compared: ${roles.all.toFixed(0)} ms; share ${rolesShare.toFixed(3)} (limit ${limits.roles})`,
  );
  const isFast =
    ratio <= limits.ratio && imageRatio <= limits.imageRatio && share <= limits.share && rolesShare <= limits.roles;
  process.exitCode = isFast && megabytes <= limits.megabytes ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** Runs Node once; `status` is the exit status that says the run did its work. */
function measure(args, status) {
  const report =
    "data:text/javascript,process.on('exit',()=>process.stderr.write('peak='+process.resourceUsage().maxRSS))";
  const begin = process.hrtime.bigint();
  const run = spawnSync(process.execPath, ["--import", report, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  const elapsed = Number(process.hrtime.bigint() - begin) / 1e9;
  if (run.status !== status) throw new Error(`${args[0]} exited with ${run.status}: ${run.stderr}`);
  return { seconds: elapsed, megabytes: Number(/peak=(\d+)/.exec(run.stderr)?.[1]) / 1024 };
}

function seconds(list) {
  return median(list).toFixed(3);
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
