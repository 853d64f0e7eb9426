import { issuerAnnotations, issuerAspects, issuerOf } from "../certificates/cert-manager.ts";
import type { ControlValues } from "../control-values.ts";
import type { CanaryControls, ControllerProfile, ServerReading } from "../controller-profile.ts";
import { dnsAnnotations, dnsAspects, dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { grouped } from "../grouped.ts";
import { type PathPattern, pathKey } from "../path-pattern.ts";
import { fieldAt } from "../plain-fields.ts";
import { type Aspect, type Backend, type Facet, type Route, stableText } from "../route.ts";
import { externalNameAspects, withExternalName } from "../services/external-name.ts";
import type { World } from "../world.ts";
import type { Service } from "./ingress-class.ts";
import type { IngressObject } from "./ingress-object.ts";
import type { Claim, Server } from "./ingress-servers.ts";
import { classAnnotation } from "./read-ingress.ts";
import { tlsAspects } from "./tls-coverage.ts";

/** The routes of one host: its claims under the controls that the controller reads, canaries folded into what they join. */
export function serverRoutes(server: Server, world: World): Route[] {
  const { profile } = server.service;
  const main = server.ingresses.filter((ingress) => !profile.isCanary(ingress));
  const ingresses = main.length > 0 ? main : server.ingresses;
  const reading = profile.server(server.host, ingresses, world);
  const placed = server.claims.map((claim) => ({
    claim,
    path: reading.path(claim.path),
    conditions: [...(profile.conditionsOf?.(claim.ingress, claim.path, world, claim.backend) ?? [])].sort(),
  }));
  const canaries = new Set(placed.filter(({ claim }) => main.length > 0 && profile.isCanary(claim.ingress)));
  const joined = grouped([...canaries], placeOf);
  const annotations = annotationReader(profile);
  return placed
    .filter((entry) => !canaries.has(entry))
    .map((place) => {
      const { claim, path, conditions } = place;
      const joining = canaries.size === 0 ? [] : (joined.get(placeOf(place)) ?? []).map((canary) => canary.claim);
      const controls = withCanaries(
        {
          // Written out: to spread two objects costs many times as much as to spread one at the end.
          dns: dnsOf(claim.ingress.resource),
          issuer: issuerOf(claim.ingress.resource, world),
          ...reading.controls(claim.ingress, path, claim.backend),
        },
        joining.map((canary) => profile.canaryControls?.(canary.ingress, ingresses) ?? {}),
      );
      const idle = settingsWithoutEffect(controls);
      return {
        resource: claim.ingress.resource,
        entry: claim.entry,
        host: server.host,
        via: claim.via,
        path,
        conditions,
        priority: profile.priorityOf?.(claim.ingress, { host: server.host, path, via: claim.via }) ?? 0,
        backends: [
          ...(profile.backendsOf?.(claim.ingress, claim.backend) ?? [claim.backend]),
          ...joining.map((canary) => canary.backend).sort(byText),
        ].map((backend) => withExternalName(world, backend)),
        controls,
        annotations: withoutKeys(
          Object.assign(
            {},
            annotations(claim.ingress),
            ...joining.map((canary) => ({ ...annotations(canary.ingress), ...besideTexts(canary.ingress) })),
            reading.settings?.(claim.ingress, claim.backend),
          ),
          idle,
        ),
        weigh: (annotation: string) => profile.weigh(annotation),
        assumptions: [
          ...server.service.assumptions,
          ...(reading.assumptions ?? []),
          ...dnsAssumptions(claim.ingress.resource),
        ],
        where: (facet) =>
          facet === "annotation"
            ? [claim, ...joining].flatMap(({ ingress, backend }) => [
                ...annotationAspects(ingress, annotations(ingress)),
                ...(reading.aspects?.("annotation", ingress, backend) ?? []),
              ])
            : [
                ...aspectsOf(facet, claim, joining, server, ingresses, reading, world),
                ...(facet === "ineffective" ? aspectsOfKeys([claim, ...joining], idle) : []),
                ...(facet === "injection"
                  ? joining.flatMap(({ ingress, backend }) => reading.aspects?.(facet, ingress, backend) ?? [])
                  : []),
              ],
      };
    });
}

// What external-dns and cert-manager read stands on the Ingress of any controller.
const besideAnnotations = [...dnsAnnotations, ...issuerAnnotations];

function besideTexts({ resource: { annotations } }: IngressObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => besideAnnotations.includes(key)));
}

function withCanaries(controls: ControlValues, canaries: readonly CanaryControls[]): ControlValues {
  const united = (name: keyof CanaryControls) => {
    const added = canaries.flatMap((canary) => canary[name] ?? []);
    return added.length === 0 ? {} : { [name]: [...new Set([...(controls[name] ?? []), ...added])].sort() };
  };
  return canaries.length === 0 ? controls : { ...controls, ...united("ineffective"), ...united("injection") };
}

/** The settings that have no effect, which the control for that tells: the names in front of the reasons. */
function settingsWithoutEffect({ ineffective }: ControlValues): ReadonlySet<string> {
  return new Set((ineffective ?? []).map((text) => text.slice(0, text.indexOf(": "))));
}

function withoutKeys(texts: Readonly<Record<string, string>>, keys: ReadonlySet<string>) {
  if (keys.size === 0) return texts;
  return Object.fromEntries(Object.entries(texts).filter(([key]) => !keys.has(key)));
}

function aspectsOfKeys(claims: readonly Claim[], keys: ReadonlySet<string>): Aspect[] {
  return claims.flatMap(({ ingress: { resource } }) =>
    [...keys]
      .filter((key) => Object.hasOwn(resource.annotations, key))
      .map((key) => ({ resource, path: ["metadata", "annotations", key] })),
  );
}

interface Place {
  readonly claim: Claim;
  readonly path: PathPattern;
  readonly conditions: readonly string[];
}

function placeOf({ claim, path, conditions }: Place): string {
  return stableText([pathKey(path), claim.via === "default-backend", conditions]);
}

function byText(a: Backend, b: Backend): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** What is left for comparison as text: annotations that no control reads and that are not bookkeeping. */
function annotationReader(profile: ControllerProfile) {
  const read = readBy(profile);
  const known = new Map<IngressObject, Readonly<Record<string, string>>>();
  return (ingress: IngressObject) => {
    const found =
      known.get(ingress) ??
      Object.fromEntries(
        Object.entries(ingress.resource.annotations)
          .filter(([key]) => !read.has(key) && !profile.interprets?.(key) && profile.weigh(key) !== "none")
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    known.set(ingress, found);
    return found;
  };
}

const readAnnotations = new WeakMap<ControllerProfile, ReadonlySet<string>>();

function readBy(profile: ControllerProfile): ReadonlySet<string> {
  const { path: _, ...interpreted } = profile.annotations;
  const read =
    readAnnotations.get(profile) ??
    new Set([classAnnotation, ...besideAnnotations, ...Object.values(interpreted).flat()]);
  readAnnotations.set(profile, read);
  return read;
}

function annotationAspects({ resource }: IngressObject, annotations: Readonly<Record<string, string>>): Aspect[] {
  return Object.keys(annotations).map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}

function aspectsOf(
  facet: Exclude<Facet, "annotation">,
  claim: Claim,
  canaries: readonly Claim[],
  { service, host }: Server,
  ingresses: readonly IngressObject[],
  reading: ServerReading,
  world: World,
): readonly Aspect[] {
  const { resource } = claim.ingress;
  if (facet === "dns") return dnsAspects(resource);
  if (facet === "issuer") return issuerAspects(resource, world);
  const elsewhere = reading.aspects?.(facet, claim.ingress, claim.backend) ?? [];
  if (facet === "host") return [{ resource, path: claim.hostField }];
  if (facet === "tls" || facet === "certificate") return [...tlsAspects(host, ingresses), ...elsewhere];
  if (facet === "entry") return [...elsewhere, { resource, path: claim.ingress.classField }, ...classAspects(service)];
  if (facet === "path") {
    const fields = ["path", "pathType"].map((name) => ({ resource, path: [...claim.field, name] }));
    return [...fields, ...settings("path", claim.ingress, service, ingresses), ...elsewhere];
  }
  if (facet === "condition") return [...settings("condition", claim.ingress, service, ingresses), ...elsewhere];
  if (facet !== "backend") {
    // Where another object decides, the absence of an annotation says nothing.
    const own = settings(facet, claim.ingress, service, ingresses);
    return elsewhere.length > 0 ? [...own.filter(isPresent), ...elsewhere] : own;
  }
  const backends = [claim, ...canaries].map((one) => ({
    resource: one.ingress.resource,
    path: one.via === "default-backend" ? one.field : [...one.field, "backend"],
  }));
  const external = [claim, ...canaries].flatMap(({ backend }) => externalNameAspects(world, backend));
  return [...backends, ...external, ...elsewhere];
}

function settings(
  facet: Exclude<Facet, "entry" | "annotation">,
  own: IngressObject,
  service: Service,
  all: readonly IngressObject[],
) {
  const names = service.profile.annotations[facet] ?? [];
  const sources = service.profile.hostWide.has(facet) ? [own, ...all.filter((other) => other !== own)] : [own];
  const set = sources.flatMap(({ resource }) =>
    names
      .filter((name) => Object.hasOwn(resource.annotations, name))
      .map((name): Aspect => ({ resource, path: ["metadata", "annotations", name] })),
  );
  const [first] = names;
  if (set.length > 0 || facet === "path") return set;
  return [{ resource: own.resource, path: first === undefined ? [] : ["metadata", "annotations", first] }];
}

function isPresent({ resource, path }: Aspect): boolean {
  return fieldAt(resource.data, path) !== undefined;
}

function classAspects({ classResource }: Service): Aspect[] {
  if (!classResource) return [];
  return [
    { resource: classResource, path: ["spec", "controller"] },
    { resource: classResource, path: ["metadata", "annotations", "ingressclass.kubernetes.io/is-default-class"] },
  ];
}
