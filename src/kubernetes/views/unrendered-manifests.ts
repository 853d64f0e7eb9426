import type { DesiredState, Generator, UnrenderedManifests } from "../desired-state.ts";
import { directoryOf } from "../file-names.ts";
import { ancestors } from "./partition.ts";

/** Undefined where everything that the repository delivers stands in it as manifests. */
export function unrenderedManifests({ generators, unread }: DesiredState): UnrenderedManifests | undefined {
  const hidden = generators.filter(isHidden);
  const unreadKinds = new Set(
    unread.filter(({ reason }) => reason !== "carrier").flatMap(({ seemsToHold }) => seemsToHold),
  );
  if (hidden.length === 0 && unreadKinds.size === 0) return undefined;
  const roots = new Set(hidden.flatMap(({ usedBy }) => usedBy));
  const directories = new Set(hidden.map(({ root }) => directoryOfRoot(root)));
  const above = new Set([...directories].flatMap((directory) => [...ancestors(directory)]));
  const releases = new Set(hidden.flatMap((generator) => namespaceOfRelease(generator) ?? []));
  const rootsOf = new Map(generators.map(({ root, usedBy }) => [root, usedBy]));
  return {
    mayHold(kind, namespace, file) {
      if (unreadKinds.has(kind) || releases.has(namespace)) return true;
      const around = ancestors(file);
      const directory = directoryOf(file);
      if (above.has(directory) || around.some((one) => directories.has(one)) || directories.has("")) return true;
      // What is applied together has a root in common.
      const own = ["", ...around].flatMap((one) => rootsOf.get(one) ?? []);
      return own.some((root) => roots.has(root));
    },
  };
}

const charts: ReadonlySet<Generator["kind"]> = new Set(["helm-chart", "helm-release", "helmfile"]);

function isHidden({ kind, drawsFromElsewhere }: Generator): boolean {
  return charts.has(kind) || drawsFromElsewhere === true;
}

/** The root of a custom resource is its file, with its name behind it. */
function directoryOfRoot(root: string): string {
  const hash = root.indexOf("#");
  return hash === -1 ? root : directoryOf(root.slice(0, hash));
}

function namespaceOfRelease({ kind, root }: Generator): string | undefined {
  const hash = root.indexOf("#");
  if (kind !== "helm-release" || hash === -1) return undefined;
  return root.slice(hash + 1).split("/")[0] || undefined;
}
