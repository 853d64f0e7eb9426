import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { fieldSettings } from "../field-settings.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { Aspect, Backend } from "../route.ts";
import { stableText } from "../route.ts";
import { externalNameAspects, withExternalName } from "../services/external-name.ts";
import type { World } from "../world.ts";
import type { Grants } from "./grants.ts";
import { envoyGroup, gatewayGroup, qualified, type Ref, readRef, scalarText, specOf } from "./names.ts";
import type { RouteObject, Rule } from "./route-object.ts";

export interface BackendReading {
  /** Those that take requests, in a fixed order. None: requests are answered with an error. */
  readonly backends: readonly Backend[];
  readonly refs: readonly Ref[];
  readonly texts: Readonly<Record<string, string>>;
  readonly aspects: readonly Aspect[];
  readonly assumptions: readonly string[];
}

/** Where a rule sends requests. A share without weight, or of a namespace that does not permit it, goes nowhere. */
export function readBackends(rule: Rule, route: RouteObject, world: World, grants: Grants): BackendReading {
  const { resource, namespace, kind } = route;
  const field: FieldPath = [...rule.field, "backendRefs"];
  const assumptions = new Set<string>();
  const aspects: Aspect[] = [{ resource, path: field }];
  const serving = (asList(rule.data.backendRefs) ?? []).flatMap((entry) => {
    const data = asObject(entry);
    const ref = readRef(entry, { group: "", kind: "Service", namespace });
    if (!data || !ref || data.weight === 0) return [];
    const permitted = grants.permits({ group: gatewayGroup, kind, namespace }, ref);
    if (ref.namespace !== namespace) aspects.push(...grants.aspects(ref.namespace));
    if (permitted === undefined)
      assumptions.add(
        `a ReferenceGrant in namespace ${ref.namespace} permits the reference from ${kind} ${resource.name}`,
      );
    if (permitted === false) return [];
    const backend = backendOf(ref, scalarText(data.port), world);
    aspects.push(...externalNameAspects(world, backend));
    return [{ data, ref, backend }];
  });
  const sorted = [...serving].sort((a, b) => (stableText({ ...a.backend }) < stableText({ ...b.backend }) ? -1 : 1));
  return {
    backends: sorted.map(({ backend }) => backend),
    refs: sorted.map(({ ref }) => ref),
    texts: { ...weightTexts(sorted), ...filterTexts(sorted), ...backendTexts(sorted, world) },
    aspects,
    assumptions: [...assumptions],
  };
}

/** A reference to a backend as a route names it. */
export function backendOf(ref: Ref, port: string, world: World): Backend {
  const kind = ref.group === "" || ref.group === "core" ? ref.kind : `${ref.group}/${ref.kind}`;
  const backend = { kind, namespace: ref.namespace, name: ref.name, port };
  if (ref.group !== envoyGroup || ref.kind !== "Backend") return withExternalName(world, backend);
  const object = world.find(envoyGroup, "Backend", ref.namespace, ref.name);
  const external = object && endpointsOf(specOf(object));
  return external === undefined ? backend : { ...backend, external };
}

function endpointsOf(spec: PlainObject): string | undefined {
  const texts = (asList(spec.endpoints) ?? []).flatMap((entry) => {
    const endpoint = asObject(entry) ?? {};
    const address = asObject(endpoint.fqdn) ?? asObject(endpoint.ip);
    const host = asText(address?.hostname) ?? asText(address?.address);
    return [host === undefined ? stableText(endpoint) : `${host}:${scalarText(address?.port)}`];
  });
  return texts.length > 0 ? texts.sort().join(", ") : undefined;
}

type Serving = readonly { readonly data: PlainObject; readonly ref: Ref }[];

// The share of one backend among several is how releases are rolled out.
function weightTexts(serving: Serving): Readonly<Record<string, string>> {
  if (serving.length < 2) return {};
  const shares = serving.map(({ data, ref }) => `${qualified(ref.namespace, ref.name)}=${weightOf(data.weight)}`);
  return { "spec.rules[].backendRefs[].weight": shares.join(", ") };
}

function weightOf(value: Plain | undefined): string {
  return value === undefined ? "1" : scalarText(value);
}

function filterTexts(serving: Serving): Readonly<Record<string, string>> {
  const filters = serving.filter(({ data }) => asList(data.filters)?.length);
  if (filters.length === 0) return {};
  const texts = filters.map(({ data, ref }) => `${ref.name}: ${stableText(data.filters ?? null)}`);
  return { "spec.rules[].backendRefs[].filters": texts.join("; ") };
}

/** What no control reads of the Backends of Envoy Gateway. */
function backendTexts(serving: Serving, world: World): Readonly<Record<string, string>> {
  const texts = serving.flatMap(({ ref }) => {
    const object = ref.group === envoyGroup ? world.find(ref.group, ref.kind, ref.namespace, ref.name) : undefined;
    if (object?.kind !== "Backend") return [];
    world.use(object);
    const taken = ["endpoints", "tls.insecureSkipVerify", "tls.caCertificateRefs", "tls.wellKnownCACertificates"];
    return Object.entries(fieldSettings(object, ["spec"], taken).texts).map(([key, text]) => [`Backend: ${key}`, text]);
  });
  return Object.fromEntries(texts);
}
