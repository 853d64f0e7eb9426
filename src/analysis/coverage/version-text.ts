import type { Plain } from "../../kubernetes/resource.ts";

/**
 * Whether a value names a version or pins a content: `1.2.3`, `v2`, `>=1.0`, a commit id, a digest. A branch names neither:
 * pointing at another one is pointing at other content.
 */
export function namesVersion(value: Plain | undefined): boolean {
  if (typeof value === "number") return true;
  if (typeof value !== "string") return false;
  return /^[\s^~<>=!]*v?\d/.test(value) || /^(?:sha256:)?[0-9a-f]{7,64}$/.test(value);
}
