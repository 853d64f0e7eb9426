import type { Resource } from "../../../kubernetes/resource.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import type { HostPattern } from "../host-pattern.ts";
import { type ControllerMark, configMapLayer, controllerConfigMaps } from "../ingress/controller-config-map.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { annotationAspects, annotationsLeft, serviceBehind, type WideReading } from "../ingress/service-settings.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import type { Aspect, Backend, Facet } from "../route.ts";
import type { World } from "../world.ts";
import {
  haproxyTechAnnotations,
  haproxyTechPrefixes,
  haproxyTechReader,
  haproxyTechServiceKeys,
  isHaproxyTechAnnotation,
  weighHaproxyTech,
} from "./annotations.ts";
import { haproxyTechControls, headersLeft } from "./read-controls.ts";

export const haproxyTechMark: ControllerMark = {
  image: /haproxytech\/kubernetes-ingress|hapee-ingress/,
  flag: /^--configmap=/,
  name: /^(haproxy-kubernetes-ingress|haproxy-configmap|kubernetes-ingress)$/,
};

/** How HAProxy Technologies' controller reads the Ingresses of one host: Service before Ingress before ConfigMap. */
export function haproxyTechServer(host: HostPattern, ingresses: readonly IngressObject[], world: World): WideReading {
  const coverage = tlsCoverage(host, ingresses);
  const configMaps = controllerConfigMaps(world, haproxyTechMark);
  const defaults = configMapLayer(configMaps, haproxyTechPrefixes[0] ?? "");
  const valuesOf = (ingress: IngressObject, backend: Backend) =>
    haproxyTechReader.of(
      onService(serviceBehind(backend, world)),
      withoutServiceOnly(ingress.resource.annotations),
      defaults,
    );
  return {
    path: haproxyTechPath,
    controls: (ingress, _, backend) => ({
      ...haproxyTechControls(valuesOf(ingress, backend), {
        coverage,
        hasSecret: ingress.tls.some(({ secret }) => secret !== undefined),
        namespace: ingress.resource.namespace,
      }),
      ineffective: ineffectiveForeign(ingress, haproxyTechPrefixes),
    }),
    aspects(facet, ingress, backend): readonly Aspect[] {
      const service = serviceBehind(backend, world);
      const isRead = (key: string) => isHaproxyTechAnnotation(key);
      return [
        ...annotationAspects(facet, service, haproxyTechAnnotations, isRead),
        ...(facet === "annotation"
          ? leftAspects(ingress, valuesOf(ingress, backend))
          : configMapAspects(facet, configMaps)),
      ];
    },
    settings(ingress, backend) {
      const service = serviceBehind(backend, world);
      const left = Object.entries(headersLeft(valuesOf(ingress, backend)));
      return {
        ...Object.fromEntries(left.map(([key, text]) => [nameOn(ingress, key), text])),
        ...annotationsLeft(service, isHaproxyTechAnnotation, haproxyTechServiceKeys, weighHaproxyTech),
      };
    },
  };
}

/** Prefix in whole segments; ImplementationSpecific is a prefix of characters. */
export function haproxyTechPath({ text, type }: Pick<IngressPath, "text" | "type">): PathPattern {
  return pathPattern(type === "Exact" ? "exact" : type === "Prefix" ? "segments" : "characters", text);
}

function onService(service: Resource | undefined) {
  return Object.fromEntries(
    Object.entries(service?.annotations ?? {}).filter(([key]) => haproxyTechServiceKeys.has(key)),
  );
}

function withoutServiceOnly(annotations: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.endsWith("/route-acl")));
}

function nameOn({ resource }: IngressObject, key: string): string {
  const names = haproxyTechReader.names(key);
  return names.find((name) => Object.hasOwn(resource.annotations, name)) ?? names[0] ?? key;
}

function leftAspects(ingress: IngressObject, values: Parameters<typeof headersLeft>[0]): Aspect[] {
  return Object.keys(headersLeft(values)).map((key) => ({
    resource: ingress.resource,
    path: ["metadata", "annotations", nameOn(ingress, key)],
  }));
}

function configMapAspects(facet: Exclude<Facet, "annotation">, configMaps: readonly Resource[]): Aspect[] {
  const [only] = configMaps;
  const names = Object.hasOwn(haproxyTechAnnotations, facet)
    ? haproxyTechAnnotations[facet as keyof typeof haproxyTechAnnotations]
    : [];
  if (!only || configMaps.length > 1) return [];
  const keys = new Set(names.map((name) => name.slice(name.indexOf("/") + 1)));
  const data = Object.keys((only.data.data ?? {}) as object);
  return data.filter((key) => keys.has(key)).map((key) => ({ resource: only, path: ["data", key] }));
}
