import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { IngressObject, IngressPath, IngressRule, IngressTls } from "./ingress-object.ts";
import { backendReader } from "./read-backend.ts";
import { hostProblem, readHost } from "./read-host.ts";

export interface IngressReading {
  readonly ingress: IngressObject;
  readonly problems: readonly RouteProblem[];
}

type Report = (text: string, path: FieldPath) => void;

/**
 * An Ingress of any API version in the shape of networking.k8s.io/v1. What the API server would refuse is a problem,
 * and is read as what its author seems to mean, so that the effect shows as well.
 */
export function readIngress(resource: Resource): IngressReading {
  const problems: RouteProblem[] = [];
  const spec = asObject(resource.data.spec) ?? {};
  const report: Report = (text, path) => problems.push({ resource, text, path, subject: spec });
  if (!isKnownVersion(resource))
    report(`the API version ${resource.apiVersion} of Ingress is not known`, ["apiVersion"]);
  if (!asObject(resource.data.spec)) report("it has no spec", ["spec"]);
  const fieldName = asText(spec.ingressClassName);
  const annotated = resource.annotations[classAnnotation];
  // The API server refuses both together only when an object is created.
  if (fieldName !== undefined && annotated && annotated !== fieldName)
    report(`it names two classes, ${fieldName} and ${annotated}: controllers of both may serve it`, [
      "metadata",
      "annotations",
      classAnnotation,
    ]);
  const ingress: IngressObject = {
    resource,
    className: ingressClassOf(resource),
    classField: fieldName === undefined ? ["metadata", "annotations", classAnnotation] : ["spec", "ingressClassName"],
    rules: readRules(resource, spec, report),
    defaultBackend: readDefaultBackend(resource, spec, report),
    tls: readTls(spec, report),
  };
  if (asObject(resource.data.spec) && ingress.rules.length === 0 && !ingress.defaultBackend)
    report("it has neither rules nor a default backend", ["spec"]);
  return { ingress, problems };
}

/** The class that an Ingress names: the API prefers the field, and controllers honour the annotation where the field is absent. */
export function ingressClassOf({ data, annotations }: Resource): string | undefined {
  return asText(asObject(data.spec)?.ingressClassName) ?? (annotations[classAnnotation] || undefined);
}

// Longer than any request line that a controller accepts by default.
const longestPath = 8192;

export const classAnnotation = "kubernetes.io/ingress.class";

function isKnownVersion({ apiVersion }: Resource): boolean {
  return ["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"].includes(apiVersion);
}

function readDefaultBackend(resource: Resource, spec: PlainObject, report: Report): IngressObject["defaultBackend"] {
  const beta = resource.version === "v1beta1";
  const [right, wrong] = beta ? ["backend", "defaultBackend"] : ["defaultBackend", "backend"];
  if (spec[wrong] !== undefined) report(`spec.${wrong} is not a field of ${resource.apiVersion}`, ["spec", wrong]);
  const name = spec[right] === undefined ? wrong : right;
  if (spec[name] === undefined || spec[name] === null) return undefined;
  const field = ["spec", name];
  const backend = backendReader(resource, report)(spec[name], field);
  return backend && { backend, field };
}

function readRules(resource: Resource, spec: PlainObject, report: Report): IngressRule[] {
  return listOf(spec.rules, ["spec", "rules"], report).map(({ item, field }) => {
    const text = hostTextOf(item.host, [...field, "host"], report);
    const http = asObject(item.http) ?? {};
    return {
      host: readHost(text),
      field: text === "" ? field : [...field, "host"],
      paths: listOf(http.paths, [...field, "http", "paths"], report).map((path) =>
        readPath(resource, path.item, path.field, report),
      ),
    };
  });
}

function readPath(resource: Resource, item: PlainObject, field: FieldPath, report: Report): IngressPath {
  const written = asText(item.path) ?? "";
  if (written.length > longestPath) report("a path is too long to be compared", [...field, "path"]);
  const text = written.slice(0, longestPath);
  const type = readPathType(resource, item, field, report);
  if (item.path !== undefined && item.path !== null && typeof item.path !== "string")
    report("a path is not text", [...field, "path"]);
  else if (text !== "" && !text.startsWith("/") && !hasPlaceholder(text))
    report(`the path ${text} does not start with a slash`, [...field, "path"]);
  return { text, type, field, backend: backendReader(resource, report)(item.backend, [...field, "backend"]) };
}

// v1 requires a type. Without one the older versions leave the reading to the controller.
function readPathType(resource: Resource, item: PlainObject, field: FieldPath, report: Report): IngressPath["type"] {
  const type = item.pathType ?? undefined;
  if (type === "Exact" || type === "Prefix" || type === "ImplementationSpecific") return type;
  if (type !== undefined) report("a path has a pathType that does not exist", [...field, "pathType"]);
  else if (resource.version === "v1") report("a path has no pathType", field);
  return "ImplementationSpecific";
}

function readTls(spec: PlainObject, report: Report): IngressTls[] {
  return listOf(spec.tls, ["spec", "tls"], report).map(({ item, field }) => {
    const hosts = item.hosts ?? [];
    if (!asList(hosts)) report("the hosts of a tls entry are not a list", [...field, "hosts"]);
    return {
      hosts: (asList(hosts) ?? []).map((host, index) => readHost(hostTextOf(host, [...field, "hosts", index], report))),
      secret: asText(item.secretName) || undefined,
      field,
    };
  });
}

function hostTextOf(value: Plain | undefined, path: FieldPath, report: Report): string {
  if (value === undefined || value === null) return "";
  const problem = typeof value === "string" ? hostProblem(value) : "a host is not text";
  if (problem) report(problem, path);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function listOf(value: Plain | undefined, path: FieldPath, report: Report): { item: PlainObject; field: FieldPath }[] {
  if (value === undefined || value === null) return [];
  const list = asList(value);
  if (!list) report(`${path.join(".")} is not a list`, path);
  return (list ?? []).flatMap((entry, index) => {
    const item = asObject(entry);
    if (!item) report(`an entry of ${path.join(".")} is not an object`, [...path, index]);
    return item ? [{ item, field: [...path, index] }] : [];
  });
}
