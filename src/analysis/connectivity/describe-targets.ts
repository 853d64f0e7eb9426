import { grouped } from "../exposure/grouped.ts";
import type { Target } from "./connectivity-change.ts";
import { isUnnamed, listed, quoted } from "./describe-names.ts";

/** The pods at the near end as the beginning of a sentence: "`web` in `shop`", "every pod of namespace `payments` (zone `cde`)". */
export function describeTargets(targets: readonly Target[]): string {
  const telling = tellingTargets(targets);
  const phrases = [...grouped(telling, ({ namespace }) => namespace ?? "").values()].map(describeGroup);
  const zones = [...new Set(telling.map(({ zone }) => zone))];
  const [zone] = zones;
  const suffix = zones.length === 1 && typeof zone === "string" ? ` (zone ${quoted(zone)})` : "";
  return `${listed(phrases, mostListed)}${suffix}`;
}

/** "it" or "them". */
export function pronounOf(targets: readonly Target[]): "it" | "them" {
  const telling = tellingTargets(targets);
  return telling.length === 1 && telling[0]?.workload ? "it" : "them";
}

const mostListed = 3;
const everyPod = "every pod";
const inEveryNamespace = " in namespaces with []";
const inNamespacesWith = " in namespaces with [";

/** Where every pod is meant, naming some of them says less. */
function tellingTargets(targets: readonly Target[]): readonly Target[] {
  const clusterWide = targets.filter(({ namespace }) => namespace === null);
  if (clusterWide.length > 0) return clusterWide;
  const whole = new Set(targets.filter(isWhole).map(({ namespace }) => namespace));
  return targets.filter((target) => isWhole(target) || !whole.has(target.namespace));
}

function isWhole({ workload, selector }: Target): boolean {
  return workload === null && selector === everyPod;
}

function describeGroup(group: readonly Target[]): string {
  const [first] = group;
  if (!first) return "";
  const { namespace } = first;
  if (namespace === null)
    return listed(
      group.map(({ selector }) => describeAnywhere(selector)),
      mostListed,
    );
  if (isWhole(first) && group.length === 1) return `${everyPod} of ${wholeNamespace(namespace)}`;
  const pods = [...new Set(group.map(describePods))];
  return `${listed(pods, mostListed)}${isUnnamed(namespace) ? "" : ` in ${quoted(namespace)}`}`;
}

function describePods({ workload, selector }: Target): string {
  if (workload !== null) return quoted(workload.slice(workload.indexOf("/") + 1));
  return selector === everyPod ? selector : `pods with ${quoted(selector)}`;
}

function describeAnywhere(selector: string): string {
  const at = selector.lastIndexOf(inNamespacesWith);
  const pods = at < 0 ? selector : selector.slice(0, at);
  const who = pods === everyPod ? pods : `pods with ${quoted(pods)}`;
  if (at < 0 || selector.endsWith(inEveryNamespace)) return `${who} of every namespace`;
  return `${who} in namespaces with ${quoted(selector.slice(at + inNamespacesWith.length, -1))}`;
}

function wholeNamespace(namespace: string): string {
  if (!isUnnamed(namespace)) return `namespace ${quoted(namespace)}`;
  const directory = namespace.slice(1, -1);
  return directory === "" || directory === "." ? "its namespace" : `the namespace of ${quoted(directory)}`;
}
