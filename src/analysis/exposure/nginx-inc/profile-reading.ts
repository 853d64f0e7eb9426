import { type Auth, noAuth } from "../controls/auth.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import type { HostPattern } from "../host-pattern.ts";
import { type AnnotationLayer, listOf } from "../ingress/annotation-values.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { pathOwners } from "../ingress/path-owners.ts";
import type { WideReading } from "../ingress/service-settings.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import {
  appProtectReader,
  masterOnlyKeys,
  minionOnlyKeys,
  nginxIncAnnotations,
  nginxIncPrefixes,
  nginxIncReader,
} from "./annotations.ts";
import { configAspects, configKeys, globalControls, nginxIncConfig } from "./controller-config.ts";
import { headersLeft, nginxIncControls, withOldNames } from "./read-controls.ts";
import { type PolicyReading, type PolicyReference, readPolicies, withPolicies } from "./read-policies.ts";

/** How NGINX's own controller reads the Ingresses of one host: minions come together under their master. */
export function nginxIncServer(host: HostPattern, ingresses: readonly IngressObject[], world: World): WideReading {
  const coverage = tlsCoverage(asIngressHost(host), ingresses);
  const config = nginxIncConfig(world);
  const master = ingresses.find((ingress) => mergeType(ingress) === "master");
  const ownerOf = pathOwners(ingresses);
  const policies = new Map<IngressObject, PolicyReading>();
  const policiesOf = (ingress: IngressObject) => {
    const levels = [ingress, ...(isMinion(ingress) && master ? [master] : [])].map(policyReferences);
    const reading = policies.get(ingress) ?? readPolicies(world, levels);
    policies.set(ingress, reading);
    return reading;
  };
  const layersOf = (ingress: IngressObject): readonly AnnotationLayer[] => {
    const own = withOldNames(ingress.resource.annotations);
    if (!isMinion(ingress)) return [own, config.layer];
    const inherited = master ? withOldNames(master.resource.annotations) : {};
    return [without(own, masterOnlyKeys), without(inherited, minionOnlyKeys), config.layer];
  };
  const valuesOf = (ingress: IngressObject) => nginxIncReader.of(...layersOf(ingress));
  return {
    path(path) {
      const owner = ownerOf(path);
      return nginxIncPath(path, owner && valuesOf(owner).text("path-regex"));
    },
    controls(ingress, path, backend) {
      const found = policiesOf(ingress);
      const own = nginxIncControls(valuesOf(ingress), {
        coverage,
        owner: ingress.resource,
        backend,
        world,
        isExpression: path.kind === "opaque" || path.kind === "caseless",
        appProtect: appProtectReader.of(...layersOf(ingress)),
      });
      const together = withPolicies({ ...own, ...globalControls(config.values) }, found);
      const backendTls = found.egress && together.backendTls?.level !== "none" ? { backendTls: found.egress } : {};
      // Without its master nothing of a minion is served, and the master may be in another repository.
      const orphan = isMinion(ingress) && !master;
      return {
        ...together,
        ...backendTls,
        auth: orphan
          ? { kind: "unreadable", text: "the master of this minion is not in the repository" }
          : bothAuths(own.auth, together.auth),
        ineffective: [
          ...ignoredKeys(ingress).map((key) => `${key}: a minion may not set it`),
          ...ineffectiveForeign(ingress, readPrefixes),
        ].sort(),
      };
    },
    aspects(facet, ingress): readonly Aspect[] {
      const found = policiesOf(ingress).places[facet] ?? [];
      if (facet === "annotation") return [...found, ...leftAspects(ingress, valuesOf(ingress))];
      const inherited = isMinion(ingress) && master ? annotationsOf(facet, master) : [];
      const names = (nginxIncAnnotations as Readonly<Record<string, readonly string[]>>)[facet] ?? [];
      const keys = [...names.map((name) => name.slice(name.indexOf("/") + 1)), ...(configKeys[facet] ?? [])];
      const set = keys.filter((key) => Object.hasOwn(config.layer, `nginx.org/${key}`));
      return [...inherited, ...found, ...configAspects(config.configMap, set)];
    },
    settings(ingress) {
      const left = Object.entries(headersLeft(valuesOf(ingress)));
      return {
        ...Object.fromEntries(left.map(([key, text]) => [nameOn(ingress, key), text])),
        ...policiesOf(ingress).texts,
      };
    },
  };
}

const readPrefixes = [...nginxIncPrefixes, "appprotect.f5.com/", "appprotectdos.f5.com/", "ingress.kubernetes.io/"];

/** A location of nginx: a prefix of characters, an exact path, or an expression anchored at its start. */
export function nginxIncPath(
  { text, type }: Pick<IngressPath, "text" | "type">,
  expression: string | undefined,
): PathPattern {
  const isLiteral = !/[\\^$|?*+()[\]{}]/.test(text);
  if (expression === "case_insensitive") return pathPattern(isLiteral ? "caseless" : "opaque", text);
  if (expression === "case_sensitive") return pathPattern(isLiteral ? "characters" : "opaque", text);
  if (expression === "exact") return pathPattern("exact", text);
  if (expression !== undefined) return pathPattern("opaque", text);
  return pathPattern(type === "Exact" ? "exact" : "characters", text);
}

/** A wildcard is a server name of nginx, which spans several labels. */
export function nginxIncHost(host: HostPattern): HostPattern {
  return host.kind === "one-label" ? { kind: "suffix", suffix: host.suffix } : host;
}

function asIngressHost(host: HostPattern): HostPattern {
  return host.kind === "suffix" ? { kind: "one-label", suffix: host.suffix } : host;
}

function mergeType({ resource }: IngressObject): string | undefined {
  return nginxIncReader.of(resource.annotations).text("mergeable-ingress-type");
}

function isMinion(ingress: IngressObject): boolean {
  return mergeType(ingress) === "minion";
}

function without(annotations: AnnotationLayer, keys: ReadonlySet<string>): AnnotationLayer {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !keys.has(key)));
}

function ignoredKeys(ingress: IngressObject): readonly string[] {
  if (!isMinion(ingress)) return [];
  return Object.keys(ingress.resource.annotations)
    .filter((key) => masterOnlyKeys.has(key))
    .sort();
}

function policyReferences({ resource }: IngressObject): readonly PolicyReference[] {
  return nginxIncReader.names("policies").flatMap((key) => {
    const text = Object.hasOwn(resource.annotations, key) ? resource.annotations[key] : undefined;
    return (listOf(text) ?? []).map((entry) => {
      const [, namespace, name = entry] = /^(?:([^/]+)\/)?(.+)$/.exec(entry) ?? [];
      const aspect = { resource, path: ["metadata", "annotations", key] };
      return { namespace: namespace ?? resource.namespace, name, aspect };
    });
  });
}

// Policies come on top of the passwords and tokens that annotations ask for.
function bothAuths(annotated: Auth = noAuth, together: Auth = noAuth): Auth {
  if (annotated.kind !== "checks" || together.kind !== "checks" || annotated === together) return together;
  const [first = []] = annotated.ways;
  return { ...together, ways: together.ways.map((way) => [...way, ...first]) };
}

function annotationsOf(facet: string, { resource }: IngressObject): Aspect[] {
  const names = (nginxIncAnnotations as Readonly<Record<string, readonly string[]>>)[facet] ?? [];
  return names
    .filter((name) => Object.hasOwn(resource.annotations, name))
    .map((name) => ({ resource, path: ["metadata", "annotations", name] }));
}

function nameOn({ resource }: IngressObject, key: string): string {
  const names = nginxIncReader.names(key);
  return names.find((name) => Object.hasOwn(resource.annotations, name)) ?? names[0] ?? key;
}

function leftAspects(ingress: IngressObject, values: Parameters<typeof headersLeft>[0]): Aspect[] {
  return Object.keys(headersLeft(values)).map((key) => ({
    resource: ingress.resource,
    path: ["metadata", "annotations", nameOn(ingress, key)],
  }));
}
