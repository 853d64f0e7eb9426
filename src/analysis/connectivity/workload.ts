import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, valueAt } from "../plain-differences.ts";
import type { ContainerPort, Workload } from "./cluster.ts";
import { namespaceOf } from "./namespace-of.ts";
import { serviceAccountLabel } from "./peer-set.ts";

/** The pods of a Pod or of anything that makes pods of a template; undefined for other kinds. */
export function readWorkload(resource: Resource): Workload | undefined {
  const path = podTemplatePath(resource);
  const template = path && valueAt(resource.data, path);
  if (!isPlainObject(template)) return undefined;
  const spec = isPlainObject(template.spec) ? template.spec : {};
  const metadata = isPlainObject(template.metadata) ? template.metadata : {};
  const account = textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount) ?? "default";
  return {
    resource,
    namespace: namespaceOf(resource),
    name: resource.name,
    kind: resource.kind,
    labels: { ...labelsIn(metadata.labels), [serviceAccountLabel]: account },
    ports: containersOf(spec).flatMap(portsOf),
    hostNetwork: spec.hostNetwork === true,
  };
}

/** Where the template of the pods stands; undefined for kinds that have none. */
export function podTemplatePath({ group, kind }: Pick<Resource, "group" | "kind">): FieldPath | undefined {
  if (group === "" && kind === "Pod") return [];
  if (group === "batch" && kind === "CronJob") return ["spec", "jobTemplate", "spec", "template"];
  return templateKinds.has(`${group}/${kind}`) ? ["spec", "template"] : undefined;
}

const templateKinds = new Set([
  "/ReplicationController",
  "apps/Deployment",
  "apps/DaemonSet",
  "apps/StatefulSet",
  "apps/ReplicaSet",
  "extensions/Deployment",
  "extensions/DaemonSet",
  "batch/Job",
  "apps.openshift.io/DeploymentConfig",
  "argoproj.io/Rollout",
]);

function labelsIn(value: Plain | undefined): Readonly<Record<string, string>> {
  if (!isPlainObject(value)) return {};
  const labels: Record<string, string> = Object.create(null);
  for (const [key, item] of Object.entries(value))
    if (item === null || typeof item !== "object") labels[key] = item === null ? "" : String(item);
  return labels;
}

function containersOf(spec: PlainObject): readonly PlainObject[] {
  const lists = [spec.containers, spec.initContainers].flatMap((list) => (isPlainList(list) ? list : []));
  return lists.filter(isPlainObject);
}

function portsOf({ ports }: PlainObject): readonly ContainerPort[] {
  return (isPlainList(ports) ? ports : []).flatMap((item): ContainerPort[] => {
    if (!isPlainObject(item) || typeof item.containerPort !== "number") return [];
    const protocol = item.protocol === "UDP" || item.protocol === "SCTP" ? item.protocol : "TCP";
    return [{ name: textOf(item.name), protocol, port: item.containerPort }];
  });
}

function textOf(value: Plain | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
