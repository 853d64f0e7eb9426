import picomatch from "picomatch";

/** Whether a path in the repository matches one of the globs. Hidden files and folders match like all others. */
export function matchesPath(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matcherOf(glob)(path));
}

/** Why a glob would never match what its author means, or undefined. A demand that never matches would be a hole. */
export function globProblem(glob: string): string | undefined {
  if (glob === "") return "must not be empty";
  if (/^\.{0,2}\//.test(glob)) return "must start at the root of the repository, without a leading `/`, `./` or `../`";
  if (glob.startsWith("!")) return "must not start with `!`: name what is meant instead of what is not";
  if (glob.endsWith("/")) return "names a folder, which is no file: end it with `/**`";
  try {
    picomatch.makeRe(glob, { dot: true });
    return undefined;
  } catch (error) {
    return `is not a glob: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const matchers = new Map<string, (path: string) => boolean>();

function matcherOf(glob: string): (path: string) => boolean {
  const known = matchers.get(glob);
  if (known) return known;
  const matcher = picomatch(glob, { dot: true });
  // Globs come from few policies, but a server lives long: forget all rather than grow without bound.
  if (matchers.size > 1000) matchers.clear();
  matchers.set(glob, matcher);
  return matcher;
}
