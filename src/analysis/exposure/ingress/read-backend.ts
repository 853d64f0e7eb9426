import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Backend } from "../route.ts";

/** Reads a backend of either API shape. The shape of another API version, and a missing backend, are reported. */
export function backendReader(resource: Resource, report: (text: string, path: FieldPath) => void) {
  const beta = resource.version === "v1beta1";
  return (value: Plain | undefined, path: FieldPath): Backend | undefined => {
    const backend = asObject(value);
    if (!backend) {
      report("a path has no backend", path);
      return undefined;
    }
    const old = backend.serviceName !== undefined || backend.servicePort !== undefined;
    if (old && !beta) report(`serviceName and servicePort are not fields of ${resource.apiVersion}`, path);
    if (backend.service !== undefined && beta) report(`backend.service is not a field of ${resource.apiVersion}`, path);
    const target = backendOf(backend, resource.namespace ?? null);
    if (!target) report("a backend names no service", path);
    return target;
  };
}

function backendOf(backend: PlainObject, namespace: string | null): Backend | undefined {
  const service = asObject(backend.service);
  const other = asObject(backend.resource);
  if (service) {
    const port = asObject(service.port) ?? {};
    return named("Service", namespace, service.name, port.number ?? port.name);
  }
  if (backend.serviceName !== undefined) return named("Service", namespace, backend.serviceName, backend.servicePort);
  const kind = [asText(other?.apiGroup), asText(other?.kind)].filter(Boolean).join("/");
  return other && named(kind, namespace, other.name, undefined);
}

function named(kind: string, namespace: string | null, name: Plain | undefined, port: Plain | undefined) {
  const known = asText(name);
  return known
    ? { kind, namespace, name: known, port: typeof port === "number" ? String(port) : (asText(port) ?? "") }
    : undefined;
}
