import type { Resource } from "../../../kubernetes/resource.ts";
import type { Issuer } from "../controls/issuer.ts";
import { grouped } from "../grouped.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";

// The second prefix is that of cert-manager before 0.11.
const prefixes = ["cert-manager.io/", "certmanager.k8s.io/"];
const acme = "kubernetes.io/tls-acme";

/** The annotations that `issuerOf` reads in full, the most telling first. */
export const issuerAnnotations: readonly string[] = [
  ...["cluster-issuer", "issuer", "issuer-kind", "issuer-group"].flatMap((name) => prefixes.map((one) => one + name)),
  acme,
];

/** Who signs the certificate of an object, by the issuer that cert-manager's annotations name. */
export function issuerOf(resource: Resource, world: World): Issuer {
  const reference = referenceOf(resource);
  if (!reference) {
    const automatic = annotation(resource, acme) === "true";
    return automatic ? { kind: "named", name: "the default issuer of cert-manager" } : { kind: "none", name: "" };
  }
  return issuerBy(reference, issuerObject(reference, resource, world));
}

function issuerBy({ kind, name }: Reference, object: Resource | undefined): Issuer {
  return { kind: (object && kindOfObject(object)) ?? kindOfName(name), name: `${kind} ${name}` };
}

/** The annotations and the fields of the issuer that decide. */
export function issuerAspects(resource: Resource, world: World): readonly Aspect[] {
  const set = issuerAnnotations.filter((key) => Object.hasOwn(resource.annotations, key));
  const keys = set.length > 0 ? set : ["cert-manager.io/cluster-issuer"];
  const own = keys.map((key) => ({ resource, path: ["metadata", "annotations", key] }));
  const reference = referenceOf(resource);
  const object = reference && issuerObject(reference, resource, world);
  return object ? [...own, { resource: object, path: ["spec"] }] : own;
}

/** The issuer of the Certificate that fills a Secret, with the fields that say so. */
export function issuerOfSecret(
  world: World,
  namespace: string | null,
  secret: string,
): { readonly issuer: Issuer; readonly aspects: readonly Aspect[] } | undefined {
  const certificate = certificatesBySecret(world)
    .get(secret)
    ?.find((one) => {
      return one.namespace === undefined || namespace === null || one.namespace === namespace;
    });
  const ref = asObject(asObject(certificate?.data.spec)?.issuerRef);
  const name = asText(ref?.name);
  if (!certificate || !ref || name === undefined) return undefined;
  const group = asText(ref.group) || "cert-manager.io";
  const reference = { kind: asText(ref.kind) || "Issuer", name, isOwn: group === "cert-manager.io" };
  const object = issuerObject(reference, certificate, world);
  return {
    issuer: issuerBy(reference, object),
    aspects: [
      { resource: certificate, path: ["spec", "issuerRef"] },
      ...(object ? [{ resource: object, path: ["spec"] }] : []),
    ],
  };
}

const certificates = new WeakMap<World, ReadonlyMap<string, readonly Resource[]>>();

function certificatesBySecret(world: World): ReadonlyMap<string, readonly Resource[]> {
  const found =
    certificates.get(world) ??
    grouped(
      world.of(["cert-manager.io", "certmanager.k8s.io"], "Certificate"),
      ({ data }) => asText(asObject(data.spec)?.secretName) ?? "",
    );
  certificates.set(world, found);
  return found;
}

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly isOwn: boolean;
}

function referenceOf(resource: Resource): Reference | undefined {
  const read = (name: string) => annotation(resource, ...prefixes.map((one) => one + name));
  const cluster = read("cluster-issuer");
  if (cluster !== undefined) return { kind: "ClusterIssuer", name: cluster, isOwn: true };
  const name = read("issuer");
  if (name === undefined) return undefined;
  const group = read("issuer-group") ?? "cert-manager.io";
  return { kind: read("issuer-kind") ?? "Issuer", name, isOwn: group === "cert-manager.io" };
}

function issuerObject({ kind, name, isOwn }: Reference, resource: Resource, world: World): Resource | undefined {
  if (!isOwn || (kind !== "ClusterIssuer" && kind !== "Issuer")) return undefined;
  return world.find("cert-manager.io", kind, kind === "Issuer" ? resource.namespace : undefined, name);
}

function kindOfObject({ data }: Resource): Issuer["kind"] | undefined {
  const spec = asObject(data.spec) ?? {};
  if (spec.selfSigned !== undefined) return "untrusted";
  const server = asText(asObject(spec.acme)?.server);
  if (server !== undefined) return /staging|\btest\b|pebble/i.test(server) ? "untrusted" : "trusted";
  return spec.ca !== undefined || spec.vault !== undefined || spec.venafi !== undefined ? "trusted" : undefined;
}

// Names are all that is left where the issuer itself is not in the repository.
function kindOfName(name: string): Issuer["kind"] {
  if (/staging|self-?signed|snake-?oil|dummy|(^|[-_.])(stg|test|fake)($|[-_.])/i.test(name)) return "untrusted";
  return /(^|[-_.])prod(uction)?($|[-_.])/i.test(name) ? "trusted" : "named";
}

function annotation({ annotations }: Resource, ...keys: readonly string[]): string | undefined {
  const key = keys.find((one) => Object.hasOwn(annotations, one));
  return (key === undefined ? undefined : annotations[key]?.trim()) || undefined;
}
