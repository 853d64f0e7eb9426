import { isObject } from "./read-object.ts";
import type { Plain, PlainObject, Resource } from "./resource.ts";

/**
 * The pods that a workload makes, as a text: everything in their template but what runs inside of the containers. Workloads of
 * equal texts are equal to whoever asks which pods there are, what they may be and where they listen.
 */
export function podsOf({
  group,
  kind,
  namespace,
  name,
  data,
}: Pick<Resource, "group" | "kind" | "namespace" | "name" | "data">): string {
  const template = kind === "Pod" ? data : templateOf(data);
  const metadata = isObject(template.metadata) ? template.metadata : {};
  const spec = isObject(template.spec) ? template.spec : {};
  const containers = Object.entries(spec).map(([key, value]) => [
    key,
    isContainers(key) ? withoutContent(value) : value,
  ]);
  return JSON.stringify([group, kind, namespace, name, metadata.labels, metadata.annotations, containers]);
}

function templateOf(data: PlainObject): PlainObject {
  const spec = isObject(data.spec) ? data.spec : {};
  if (isObject(spec.template)) return spec.template;
  const job = isObject(spec.jobTemplate) ? spec.jobTemplate.spec : undefined;
  return isObject(job) && isObject(job.template) ? job.template : {};
}

function isContainers(key: string): boolean {
  return key === "containers" || key === "initContainers" || key === "ephemeralContainers";
}

function withoutContent(list: Plain): Plain {
  if (!Array.isArray(list)) return list;
  return (list as readonly Plain[]).map((container) =>
    isObject(container)
      ? Object.fromEntries(Object.entries(container).filter(([key]) => !content.has(key)))
      : container,
  );
}

const content = new Set([
  "image",
  "imagePullPolicy",
  "command",
  "args",
  "env",
  "envFrom",
  "resources",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
  "terminationMessagePath",
  "terminationMessagePolicy",
]);
