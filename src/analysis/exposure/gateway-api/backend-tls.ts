import type { Resource } from "../../../kubernetes/resource.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import { grouped } from "../grouped.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { Aspect, Backend } from "../route.ts";
import { stableText } from "../route.ts";
import type { World } from "../world.ts";
import type { Door } from "./doors.ts";
import { authorities } from "./listener-part.ts";
import {
  envoyGroup,
  gatewayGroup,
  mayBeSameNamespace,
  objectsIn,
  type Ref,
  readRef,
  scalarText,
  specOf,
} from "./names.ts";
import { noPart, type Part, partOf } from "./part.ts";

export interface BackendTlsPolicies {
  /** How the hop to the backends of a rule is encrypted. */
  partFor(refs: readonly Ref[], backends: readonly Backend[], door: Door): Part;
}

interface Target {
  readonly policy: Resource;
  readonly section: string | undefined;
}

export function readBackendTls(world: World): BackendTlsPolicies {
  const targets = grouped(
    world.of(gatewayGroup, "BackendTLSPolicy").flatMap((policy) => targetsOf(policy)),
    ({ name }) => name,
  );
  const valueFor = (ref: Ref, backend: Backend, door: Door): { value: BackendTls; policies: Resource[] } => {
    if (ref.group === envoyGroup) return { value: ofEnvoyBackend(ref, world), policies: [] };
    const found = (targets.get(ref.name) ?? []).filter(
      ({ policy, kind }) => kind === ref.kind && mayBeSameNamespace(policy.namespace ?? null, ref.namespace),
    );
    const matching = mostSpecific(found, portName(ref, backend, world));
    const values = new Map(
      matching.map(({ policy, sure }) => {
        const value = sure ? tlsBy(policy, door) : unknown;
        return [stableText({ ...value }), value];
      }),
    );
    const policies = found.map(({ policy }) => policy);
    // Of several policies the oldest counts, and which one that is does not stand in the repository.
    const [first] = values.values();
    return { value: values.size > 1 ? unknown : (first ?? noTls), policies };
  };
  return {
    partFor(refs, backends, door) {
      if (refs.length === 0) return noPart;
      const found = refs.map((ref, index) => valueFor(ref, backends[index] as Backend, door));
      const aspects: Aspect[] = found.flatMap(({ policies }) =>
        policies.flatMap((resource) =>
          ["validation", "targetRefs", "targetRef", "tls"].map((name) => ({ resource, path: ["spec", name] })),
        ),
      );
      const value = weakest(found.map((one) => one.value));
      return partOf({ controls: { backendTls: value }, aspects: { backendTls: aspects } });
    },
  };
}

const noTls: BackendTls = { level: "none", by: "" };
const unknown: BackendTls = { level: "unknown", by: "" };

function targetsOf(policy: Resource): (Target & { readonly kind: string; readonly name: string })[] {
  const spec = specOf(policy);
  const list = asList(spec.targetRefs) ?? (spec.targetRef === undefined ? [] : [spec.targetRef]);
  return list.flatMap((entry) => {
    const ref = readRef(entry, { group: "", kind: "Service", namespace: policy.namespace ?? null });
    return ref ? [{ policy, kind: ref.kind, name: ref.name, section: asText(asObject(entry)?.sectionName) }] : [];
  });
}

// A policy for one port of the Service counts before one for all of them.
function mostSpecific(targets: readonly Target[], port: string | undefined): (Target & { readonly sure: boolean })[] {
  const ofPort = targets.filter(({ section }) => section !== undefined && section === port);
  if (ofPort.length > 0) return ofPort.map((one) => ({ ...one, sure: true }));
  const undecided = port === undefined ? targets.filter(({ section }) => section !== undefined) : [];
  const ofAll = targets.filter(({ section }) => section === undefined);
  if (undecided.length > 0) return [...undecided, ...ofAll].map((one) => ({ ...one, sure: false }));
  return ofAll.map((one) => ({ ...one, sure: true }));
}

/** The name of a Service's port; undefined where the Service is not in the repository. */
function portName(ref: Ref, backend: Backend, world: World): string | undefined {
  const service = ref.kind === "Service" ? world.find("", "Service", ref.namespace, ref.name) : undefined;
  if (!service) return undefined;
  const ports = objectsIn(specOf(service).ports);
  return asText(ports.find((port) => scalarText(port.port) === backend.port)?.name) ?? "";
}

function tlsBy(policy: Resource, door: Door): BackendTls {
  const spec = specOf(policy);
  const validation = asObject(spec.validation) ?? asObject(spec.tls) ?? {};
  const system = asText(validation.wellKnownCACertificates) ?? asText(validation.wellKnownCACerts);
  const by = [
    asText(validation.hostname) ?? "",
    authorities(validation, policy.namespace ?? null) || (system ?? ""),
    ...(asList(validation.subjectAltNames) ?? []).map((name) => stableText(name)).sort(),
  ];
  const client = asObject(asObject(asObject(door.gateway && specOf(door.gateway).tls)?.backend)?.clientCertificateRef);
  return { level: client ? "mutual" : "verified", by: by.filter((text) => text !== "").join(", ") };
}

function ofEnvoyBackend(ref: Ref, world: World): BackendTls {
  const object = world.find(envoyGroup, "Backend", ref.namespace, ref.name);
  if (!object) return unknown;
  const tls = asObject(specOf(object).tls);
  if (!tls) return noTls;
  if (tls.insecureSkipVerify === true) return { level: "encrypted", by: "" };
  const by = authorities(tls, object.namespace ?? null) || (asText(tls.wellKnownCACertificates) ?? "");
  return { level: by === "" ? "unknown" : "verified", by };
}

function weakest(values: readonly BackendTls[]): BackendTls {
  const order = ["unknown", "none", "encrypted", "verified", "mutual"];
  const distinct = new Map(values.map((value) => [stableText({ ...value }), value]));
  const sorted = [...distinct.values()].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  const [first] = sorted;
  if (!first) return noTls;
  const alike = sorted.filter(({ level }) => level === first.level);
  return alike.length > 1
    ? {
        ...first,
        by: alike
          .map(({ by }) => by)
          .sort()
          .join("; "),
      }
    : first;
}
