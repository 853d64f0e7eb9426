import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import { fieldSettings, weighField } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, scalarText, specOf, textsOf } from "../plain-items.ts";
import type { Aspect } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { hostNamedIn, type MeshHost, meshHost, meshHostKey } from "./destinations.ts";
import { networkingGroup } from "./fields.ts";

/** Without a DestinationRule proxies use mutual TLS wherever the other side has a proxy, which no manifest tells. */
const automaticTls: BackendTls = { level: "unknown", by: "automatic mutual TLS" };

/** How the hop to a host is encrypted, and the fields that say so. */
export interface HopTls {
  readonly value: BackendTls;
  readonly aspects: readonly Aspect[];
}

/** Finds the TLS settings for a port and subset of a host. */
export function hopReader(world: World) {
  const rules = new Map(
    world.of(networkingGroup, "DestinationRule").map((resource) => {
      const host = hostNamedIn(specOf(resource));
      return [meshHostKey(meshHost(host, resource.namespace, world)), resource];
    }),
  );
  return (host: MeshHost, port: string, subset: string | undefined): HopTls => {
    const resource = rules.get(meshHostKey(host));
    if (!resource) return { value: automaticTls, aspects: [] };
    const found = policiesOf(resource, subset)
      .flatMap((policy) => [...portPolicies(policy).filter((one) => one.port === port), policy])
      .find(({ value }) => asObject(value.tls));
    const field = [...(found?.field ?? ["spec", "trafficPolicy"]), "tls"];
    return {
      value: found ? hopTls(asObject(found.value.tls) ?? {}) : automaticTls,
      aspects: readHopFields.map((key) => ({ resource, path: [...field, key] })),
    };
  };
}

/** The settings of a DestinationRule for every caller in the mesh, with those of its ports and subsets as texts. */
export function destinationRuleScope(resource: Resource, world: World): Scope {
  const spec = specOf(resource);
  const host = hostNamedIn(spec);
  const tls = asObject(asObject(spec.trafficPolicy)?.tls);
  const left = fieldSettings(resource, ["spec"], ["host", "name", "trafficPolicy.tls"]);
  const tlsPath = ["spec", "trafficPolicy", "tls"];
  const tlsLeft = fieldSettings(resource, tlsPath, readHopFields);
  world.use(resource);
  return {
    key: `Istio DestinationRule ${meshHostKey(meshHost(host, resource.namespace, world))}`,
    label: `the way to \`${host}\` in the mesh`,
    resource,
    reach: "cluster",
    controls: { backendTls: tls ? hopTls(tls) : automaticTls },
    otherwise: { backendTls: automaticTls },
    annotations: { ...left.texts, ...tlsLeft.texts },
    // The name of the field that holds all settings says nothing.
    weigh: (setting) => weighField(setting.replaceAll("trafficPolicy", "")),
    assumptions: [],
    where: (facet) =>
      facet === "annotation"
        ? [...left.aspects, ...tlsLeft.aspects]
        : readHopFields.map((key) => ({ resource, path: [...tlsPath, key] })),
  };
}

interface Policy {
  readonly value: PlainObject;
  readonly field: FieldPath;
}

// The subset's policy replaces the one of the host where it is set.
function policiesOf(resource: Resource, subset: string | undefined): Policy[] {
  const spec = specOf(resource);
  const own = itemsOf(spec.subsets, ["spec", "subsets"]).filter(
    ({ value }) => subset !== undefined && value.name === subset && asObject(value.trafficPolicy),
  );
  return [
    ...own.map(({ value, field }) => ({
      value: asObject(value.trafficPolicy) ?? {},
      field: [...field, "trafficPolicy"],
    })),
    { value: asObject(spec.trafficPolicy) ?? {}, field: ["spec", "trafficPolicy"] },
  ];
}

function portPolicies({ value, field }: Policy): (Policy & { readonly port: string })[] {
  return itemsOf(value.portLevelSettings, [...field, "portLevelSettings"]).map((item) => ({
    ...item,
    port: scalarText(asObject(item.value.port)?.number) ?? "",
  }));
}

const readHopFields = [
  "mode",
  "insecureSkipVerify",
  "caCertificates",
  "credentialName",
  "clientCertificate",
  "privateKey",
  "sni",
  "subjectAltNames",
];

function hopTls(tls: PlainObject): BackendTls {
  const mode = asText(tls.mode) ?? "DISABLE";
  if (mode === "DISABLE") return { level: "none", by: "" };
  if (mode === "ISTIO_MUTUAL") return { level: "mutual", by: "the authority of the mesh" };
  if (mode !== "SIMPLE" && mode !== "MUTUAL") return { level: "unknown", by: mode };
  if (tls.insecureSkipVerify === true) return { level: "encrypted", by: "" };
  const authority = asText(tls.caCertificates) ?? asText(tls.credentialName) ?? "public authorities";
  const names = [...new Set([...textsOf(tls.subjectAltNames), asText(tls.sni) ?? ""])].filter(Boolean).sort();
  return { level: mode === "MUTUAL" ? "mutual" : "verified", by: [authority, ...names].join(", ") };
}
