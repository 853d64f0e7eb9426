import type { ControlName, ControlValues } from "../control-values.ts";
import type { AnnotatedFacet, ControllerProfile, ServerReading } from "../controller-profile.ts";
import { haproxyTechAnnotations, weighHaproxyTech } from "../haproxy-tech/annotations.ts";
import { haproxyTechServer } from "../haproxy-tech/profile-reading.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { annotationsRead, type WideReading, withoutObject } from "../ingress/service-settings.ts";
import { pathKey, pathPattern } from "../path-pattern.ts";
import type { AnnotationWeight, Backend } from "../route.ts";
import type { World } from "../world.ts";
import { haproxyIngressAnnotations, weighHaproxyIngress } from "./annotations.ts";
import { haproxyIngressServer } from "./profile-reading.ts";

/** The annotations of both controllers that go by the name haproxy. */
export const eitherHaproxyAnnotations: Readonly<Partial<Record<AnnotatedFacet, readonly string[]>>> =
  Object.fromEntries(
    [...new Set([...Object.keys(haproxyTechAnnotations), ...Object.keys(haproxyIngressAnnotations)])].map((facet) => [
      facet,
      [...new Set([...namesOf(haproxyTechAnnotations, facet), ...namesOf(haproxyIngressAnnotations, facet)])],
    ]),
  );

/** The weight of the controller whose annotation it is; a name that both read has the heavier one. */
export function weighEitherHaproxy(setting: string): AnnotationWeight {
  const annotation = withoutObject(setting);
  if (/^haproxy\.(org|com)\//.test(annotation)) return weighHaproxyTech(annotation);
  if (annotation.startsWith("haproxy-ingress.github.io/")) return weighHaproxyIngress(annotation);
  const weights = [weighHaproxyTech(annotation), weighHaproxyIngress(annotation)];
  return weights.find((weight) => weight === "protective") ?? weights[0] ?? "protective";
}

/** The controller that the annotations of the host's Ingresses speak to; where they tell nothing, what both would do. */
export function eitherHaproxy(host: HostPattern, ingresses: readonly IngressObject[], world: World): ServerReading {
  const tech = haproxyTechServer(host, ingresses, world);
  const community = haproxyIngressServer(host, ingresses, world);
  const keys = ingresses.flatMap(({ resource }) => Object.keys(resource.annotations));
  const [forTech, forCommunity] = [/^haproxy\.(org|com)\//, /^haproxy-ingress\.github\.io\//].map((pattern) =>
    keys.some((key) => pattern.test(key)),
  );
  if (forTech !== forCommunity)
    return withoutDefaultHsts(
      forTech ? withTexts(tech, haproxyTechAnnotations) : withTexts(community, haproxyIngressAnnotations),
    );
  // Annotations that the two read in different ways are compared as text.
  const disputed = (ingress: IngressObject, backend: Backend) => {
    const [one, other] = [tech, community].map((reading) =>
      reading.controls(ingress, pathPattern("segments", "/"), backend),
    );
    const names = differing(one ?? {}, other ?? {}).flatMap((name) => namesOf(eitherHaproxyAnnotations, name));
    const { annotations } = ingress.resource;
    const set = [...new Set(names)].sort().filter((name) => Object.hasOwn(annotations, name));
    return Object.fromEntries(set.map((name) => [name, annotations[name] ?? ""]));
  };
  return withoutDefaultHsts({
    path(path) {
      const [one, other] = [tech.path(path), community.path(path)];
      return pathKey(one) === pathKey(other) ? one : pathPattern("opaque", path.text);
    },
    controls: (ingress, path, backend) =>
      agreed(tech.controls(ingress, path, backend), community.controls(ingress, path, backend)),
    aspects: (facet, ingress, backend) => [
      ...tech.aspects(facet, ingress, backend),
      ...community.aspects(facet, ingress, backend),
      ...(facet === "annotation" ? Object.keys(disputed(ingress, backend)) : []).map((key) => ({
        resource: ingress.resource,
        path: ["metadata", "annotations", key],
      })),
    ],
    settings: (ingress, backend) => ({
      ...tech.settings(ingress, backend),
      ...community.settings(ingress, backend),
      ...disputed(ingress, backend),
    }),
  });
}

// What only the other controller reads is compared as text.
function withTexts(reading: WideReading, own: ControllerProfile["annotations"]): ServerReading {
  const known = annotationsRead(own);
  const others = [...annotationsRead(eitherHaproxyAnnotations)].filter((name) => !known.has(name)).sort();
  const textsOf = ({ resource }: IngressObject) => others.filter((name) => Object.hasOwn(resource.annotations, name));
  return {
    ...reading,
    aspects: (facet, ingress, backend) => [
      ...reading.aspects(facet, ingress, backend),
      ...(facet === "annotation" ? textsOf(ingress) : []).map((key) => ({
        resource: ingress.resource,
        path: ["metadata", "annotations", key],
      })),
    ],
    settings: (ingress, backend) => ({
      ...reading.settings(ingress, backend),
      ...Object.fromEntries(textsOf(ingress).map((name) => [name, ingress.resource.annotations[name] ?? ""])),
    }),
  };
}

// Only one of the two sends HSTS unasked, so that without an annotation nothing is known of it.
function withoutDefaultHsts(reading: ServerReading): ServerReading {
  return {
    ...reading,
    controls(ingress, path, backend) {
      const values = reading.controls(ingress, path, backend);
      if (Object.keys(ingress.resource.annotations).some((key) => /\/(hsts|response-set-header)/.test(key)))
        return values;
      const { hsts: _, ...others } = values;
      return others;
    },
  };
}

function agreed(one: ControlValues, other: ControlValues): ControlValues {
  const others = new Set(differing(one, other));
  const same = (Object.keys(one) as ControlName[]).filter((name) => !others.has(name));
  return Object.fromEntries(same.map((name) => [name, one[name]]));
}

function differing(one: ControlValues, other: ControlValues): ControlName[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as ControlName[];
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

function namesOf(annotations: Readonly<Partial<Record<string, readonly string[]>>>, facet: string): readonly string[] {
  return Object.hasOwn(annotations, facet) ? (annotations[facet] ?? []) : [];
}
