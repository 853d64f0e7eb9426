import type { Side } from "../../src/kubernetes/location.ts";
import { readManifest } from "../../src/kubernetes/read-manifest.ts";
import type { Resource } from "../../src/kubernetes/resource.ts";
import { resourceFrom } from "../../src/kubernetes/resource-from-manifest.ts";

/** The objects of a YAML text as the repository reader sees them. */
export function resourcesFrom(yaml: string, file = "manifest.yaml", side: Side = "after"): readonly Resource[] {
  return readManifest(new TextEncoder().encode(yaml)).objects.map((object) => resourceFrom(object, file, side));
}
