import { directoryOf } from "../../../kubernetes/file-names.ts";
import { isOfConnectivity } from "../../../kubernetes/kinds.ts";
import { identityOf, type Resource } from "../../../kubernetes/resource.ts";
import type { ConnectivityState } from "../connectivity-state.ts";
import { namespaceOf } from "../namespace-of.ts";
import type { PodClass } from "../pod-class.ts";
import { isClusterScoped } from "../policy-identity.ts";
import type { TargetDiff } from "./compare-target.ts";
import type { GeneratorRoots, States } from "./compared-states.ts";

/**
 * Whether a policy went together with the pods that it was for: with its namespace, with every workload of that kind, or, where no
 * manifest of such pods was ever here, with the release that they are named after or everything else that stood in its folder.
 */
export function isApplicationGone(
  policy: Resource,
  { pair }: TargetDiff,
  { before, after, generators }: Pick<States, "before" | "after" | "generators">,
): boolean {
  if (pair.after.workload || isClusterScoped(policy)) return false;
  if (after.resources.some((other) => identityOf(other) === identityOf(policy))) return false;
  const { namespace } = pair.before;
  const folder = directoryOf(policy.file);
  if (newGenerators(generators).some((root) => mayMakePods(root, folder, namespace))) return false;
  if (before.cluster.namespaces.has(namespace) && !after.cluster.namespaces.has(namespace)) return true;
  if (areWorkloadsGone(pair.before, before, after) || isReleaseGone(pair.before, generators)) return true;
  const isLeft = after.cluster.namespaces.has(namespace) || isInUse(namespace, after, policy);
  if (isInUse(namespace, before, policy) && !isLeft) return true;
  // Pods of all kinds may be left in a namespace; those that a selector names went with what stood beside the policy.
  return Object.keys(pair.before.labels).length > 0 && isFolderGone(folder, { before, after, generators });
}

function areWorkloadsGone(
  { namespace, labels }: PodClass,
  before: ConnectivityState,
  after: ConnectivityState,
): boolean {
  if (Object.keys(labels).length === 0) return false;
  const isThere = ({ cluster }: ConnectivityState) =>
    (cluster.workloadsIn.get(namespace) ?? []).some((workload) =>
      Object.entries(labels).every(
        ([key, value]) => Object.hasOwn(workload.labels, key) && workload.labels[key] === value,
      ),
    );
  return isThere(before) && !isThere(after);
}

/** Charts name their pods after themselves or the release. One that is left under a similar name may have such pods as well. */
function isReleaseGone({ namespace, labels }: PodClass, generators: GeneratorRoots): boolean {
  const left = generators.after.flatMap((root) => objectOf(root) ?? []);
  const made = new Set(generators.before.flatMap((root) => objectOf(root) ?? []));
  return namingLabels.some((key) => {
    const name = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return name !== undefined && made.has(`${namespace}/${name}`) && !left.some((object) => object.includes(name));
  });
}

const namingLabels = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app", "release"];

function isInUse(namespace: string, { resources }: ConnectivityState, policy: Resource): boolean {
  return resources.some(
    (other) => namespaceOf(other) === namespace && identityOf(other) !== identityOf(policy) && !isOfConnectivity(other),
  );
}

/** A chart or release that comes may make the pods anew, whose manifests go. */
function newGenerators({ before, after }: GeneratorRoots): readonly string[] {
  const known = new Set(before);
  return after.filter((root) => !known.has(root));
}

function mayMakePods(root: string, folder: string, namespace: string): boolean {
  return isAt(folder, root) || objectOf(root)?.startsWith(`${namespace}/`) === true;
}

/** The root of a custom resource names its file, and the object behind it. */
function isAt(folder: string, root: string): boolean {
  const [place = ""] = root.split("#", 1);
  return place === folder || isIn(folder, place);
}

function objectOf(root: string): string | undefined {
  const at = root.indexOf("#");
  return at < 0 ? undefined : root.slice(at + 1);
}

function isFolderGone(
  folder: string,
  { before, after, generators }: Pick<States, "before" | "after" | "generators">,
): boolean {
  const isHere = (root: string) => isAt(folder, root);
  if (after.resources.some(({ file }) => isIn(folder, file)) || generators.after.some(isHere)) return false;
  const objects = new Set(generators.after.flatMap((root) => objectOf(root) ?? []));
  const made = generators.before.filter(isHere);
  if (made.some((root) => objects.has(objectOf(root) ?? ""))) return false;
  const beside = before.resources.filter((resource) => isIn(folder, resource.file) && !isOfConnectivity(resource));
  const left = new Set(after.resources.map(identityOf));
  return beside.length + made.length > 0 && !beside.some((resource) => left.has(identityOf(resource)));
}

function isIn(folder: string, file: string): boolean {
  return folder === "" ? !file.includes("/") : file.startsWith(`${folder}/`);
}
