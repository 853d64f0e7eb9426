import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import type { Redirect } from "../controls/redirect.ts";
import { fieldSettings } from "../field-settings.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import { type HostPattern, normalizeHost } from "../host-pattern.ts";
import { listOf } from "../ingress/annotation-values.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { objectName, serviceBehind } from "../ingress/service-settings.ts";
import { type TlsCoverage, tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { asList, asText, fieldAt } from "../plain-fields.ts";
import type { Aspect, Backend, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { allowHttp, managedCertificates, preSharedCertificate } from "./annotations.ts";
import {
  annotationOf,
  backendAnnotations,
  backendConfigOf,
  type Config,
  frontendConfigOf,
  protocolAnnotations,
  protocolOf,
} from "./config-objects.ts";
import { backendFields, backendRest, readBackendConfig } from "./read-backend-config.ts";

/** How GKE builds a load balancer from an Ingress; every Ingress has one of its own. */
export function gkeServer(host: HostPattern, world: World): ServerReading {
  return {
    path: gkePath,
    controls(ingress, _, backend) {
      const { resource } = ingress;
      const coverage = coverageOf(host, ingress, world);
      const frontend = used(frontendConfigOf(resource, world), world);
      return {
        ...ofFrontend(resource, coverage, frontend),
        ...ofService(serviceBehind(backend, world), backend, world),
        ineffective: ineffectiveForeign(ingress, ownPrefixes),
      };
    },
    aspects: (facet, { resource }, backend) => aspectsOf(facet, resource, backend, world),
    settings({ resource }, backend) {
      const service = serviceBehind(backend, world);
      const frontend = frontendConfigOf(resource, world);
      const config: Config = service ? backendConfigOf(service, backend, world) : { kind: "none" };
      return {
        ...(frontend.kind === "found" ? named(frontend.resource, frontendRest(frontend.resource).texts) : {}),
        ...(config.kind === "found" ? named(config.resource, backendRest(config.resource).texts) : {}),
      };
    },
  };
}

const ownPrefixes = ["ingress.gcp.kubernetes.io/", "kubernetes.io/", "networking.gke.io/"];

/** `/*` at the end is a prefix, and everything else of no type is one path. */
function gkePath({ text, type }: Pick<IngressPath, "text" | "type">): PathPattern {
  if (type !== "ImplementationSpecific") return pathPattern(type === "Exact" ? "exact" : "segments", text);
  if (text === "" || text === "/*") return { kind: "any" };
  const head = text.endsWith("/*") ? text.slice(0, -1) : text;
  if (head.includes("*")) return pathPattern("opaque", text);
  return pathPattern(head === text ? "exact" : "characters", head);
}

/** Certificates come from Secrets, from the project (`pre-shared-cert`), or are managed for named domains. */
function coverageOf(host: HostPattern, ingress: IngressObject, world: World): TlsCoverage {
  const fields = tlsCoverage(host, [ingress]);
  const shared = listOf(annotationOf(ingress.resource, [preSharedCertificate])) ?? [];
  const managed = listOf(annotationOf(ingress.resource, [managedCertificates])) ?? [];
  const covering = managed.filter((name) => coversHost(name, host, ingress.resource, world));
  const names = [...fields.secrets, ...shared, ...covering.map((name) => `ManagedCertificate ${name}`)];
  if (names.length > 0) return { mode: "terminated", secrets: [...new Set(names)].sort() };
  return managed.length > 0 ? { mode: "default-certificate", secrets: [] } : fields;
}

function coversHost(name: string, host: HostPattern, { namespace }: Resource, world: World): boolean {
  const object = world.find("networking.gke.io", "ManagedCertificate", namespace, name);
  if (!object) return true;
  world.use(object);
  const domains = asList(fieldAt(object.data, ["spec", "domains"])) ?? [];
  return host.kind === "exact" && domains.some((domain) => normalizeHost(asText(domain) ?? "") === host.name);
}

function ofFrontend(ingress: Resource, coverage: TlsCoverage, frontend: Config): ControlValues {
  const policy = frontend.kind === "found" ? asText(fieldAt(frontend.resource.data, ["spec", "sslPolicy"])) : undefined;
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    redirect: redirectOf(ingress, coverage, frontend),
    // Google Cloud accepts TLS 1.0 where no policy says otherwise.
    tlsVersion:
      frontend.kind === "missing" ? { policy: `FrontendConfig ${frontend.name}` } : policy ? { policy } : "1.0",
  };
}

// Go's ParseBool: what it does not read leaves the door open.
function redirectOf(ingress: Resource, { mode }: TlsCoverage, frontend: Config): Redirect {
  const text = annotationOf(ingress, [allowHttp]) ?? "";
  if (["0", "f", "F", "FALSE", "false", "False"].includes(text)) return "closed";
  if (/\$\{|\{\{/.test(text)) return "unknown";
  if (mode === "none") return "none";
  if (frontend.kind === "missing") return "unknown";
  if (frontend.kind === "none") return "none";
  const enabled = fieldAt(frontend.resource.data, ["spec", "redirectToHttps", "enabled"]);
  return typeof enabled === "string" ? "unknown" : enabled === true ? "redirect" : "none";
}

// Without the Service, nobody can say what its annotations attach.
function ofService(service: Resource | undefined, backend: Backend, world: World): ControlValues {
  if (!service) return {};
  const protocol = protocolOf(service, backend);
  return {
    ...readBackendConfig(used(backendConfigOf(service, backend, world), world)),
    // The certificate of the pods is not checked.
    backendTls: { level: protocol === "HTTPS" || protocol === "HTTP2" ? "encrypted" : "none", by: "" },
  };
}

function used(config: Config, world: World): Config {
  if (config.kind === "found") world.use(config.resource);
  return config;
}

function frontendRest(resource: Resource) {
  return fieldSettings(resource, ["spec"], ["sslPolicy", "redirectToHttps.enabled"]);
}

function named(resource: Resource, texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${objectName(resource)}: ${key}`, text]));
}

function aspectsOf(facet: Facet, ingress: Resource, backend: Backend, world: World): readonly Aspect[] {
  const service = serviceBehind(backend, world);
  const frontend = frontendConfigOf(ingress, world);
  const config: Config = service ? backendConfigOf(service, backend, world) : { kind: "none" };
  const inFrontend = (...path: readonly string[]): readonly Aspect[] =>
    frontend.kind === "found" ? [{ resource: frontend.resource, path: ["spec", ...path] }] : [];
  if (facet === "redirect") return inFrontend("redirectToHttps", "enabled");
  if (facet === "tlsVersion") return inFrontend("sslPolicy");
  if (facet === "tls" || facet === "certificate") return certificatesOf(ingress, world);
  if (facet === "backendTls" && service) return onService(service, protocolAnnotations);
  if (facet === "annotation")
    return [
      ...(frontend.kind === "found" ? frontendRest(frontend.resource).aspects : []),
      ...(config.kind === "found" ? backendRest(config.resource).aspects : []),
    ];
  if (!service || !Object.hasOwn(backendFields, facet)) return [];
  const path = backendFields[facet as keyof typeof backendFields];
  const inConfig = config.kind === "found" ? [{ resource: config.resource, path }] : [];
  return [...inConfig, ...onService(service, backendAnnotations)];
}

function certificatesOf(ingress: Resource, world: World): readonly Aspect[] {
  const names = listOf(annotationOf(ingress, [managedCertificates])) ?? [];
  const objects = names.flatMap(
    (name) => world.find("networking.gke.io", "ManagedCertificate", ingress.namespace, name) ?? [],
  );
  return [
    ...onService(ingress, [managedCertificates, preSharedCertificate]),
    ...objects.map((resource) => ({ resource, path: ["spec", "domains"] })),
  ];
}

function onService(resource: Resource, names: readonly string[]): readonly Aspect[] {
  return names.map((name) => ({ resource, path: ["metadata", "annotations", name] }));
}
