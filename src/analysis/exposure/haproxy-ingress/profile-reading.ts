import type { FieldPath } from "../../../kubernetes/resource.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import { type HostPattern, normalizeHost } from "../host-pattern.ts";
import { type AnnotationLayer, listOf } from "../ingress/annotation-values.ts";
import { type ControllerMark, configMapLayer, controllerConfigMaps } from "../ingress/controller-config-map.ts";
import { headerLines } from "../ingress/header-lines.ts";
import { ingressGroups } from "../ingress/ingress-groups.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { pathOwners } from "../ingress/path-owners.ts";
import {
  annotationAspects,
  annotationsLeft,
  annotationsRead,
  serviceBehind,
  type WideReading,
} from "../ingress/service-settings.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern, showPath } from "../path-pattern.ts";
import { asText, fieldAt } from "../plain-fields.ts";
import type { Backend } from "../route.ts";
import type { World } from "../world.ts";
import {
  haproxyIngressAnnotations,
  haproxyIngressHostKeys,
  haproxyIngressPrefixes,
  haproxyIngressReader,
  isHaproxyIngressAnnotation,
  isServiceKey,
  weighHaproxyIngress,
} from "./annotations.ts";
import { haproxyIngressControls, headersLeft } from "./read-controls.ts";

export const haproxyIngressMark: ControllerMark = {
  image: /jcmoraisjr\/haproxy-ingress/,
  flag: /^--configmap=/,
  name: /^haproxy-ingress(-config)?$/,
};

const ownPrefix = haproxyIngressPrefixes[0] ?? "";
const read = annotationsRead(haproxyIngressAnnotations);

/** How haproxy-ingress reads the Ingresses of one host: Service before Ingress before the class's and the global ConfigMap. */
export function haproxyIngressServer(
  host: HostPattern,
  ingresses: readonly IngressObject[],
  world: World,
): WideReading {
  const coverage = tlsCoverage(host, ingresses);
  const defaults = configMapLayer(controllerConfigMaps(world, haproxyIngressMark), ownPrefix);
  const { layer: shared, disputed } = hostSettings(ingresses);
  const ownerOf = pathOwners(ingresses);
  const valuesOf = (ingress: IngressObject, backend: Backend | undefined) =>
    haproxyIngressReader.of(
      onService(backend && serviceBehind(backend, world)?.annotations),
      withoutHostKeys(ingress.resource.annotations),
      shared,
      classLayer(ingress, world),
      defaults,
    );
  const typeOf = (path: Pick<IngressPath, "text" | "type">) => {
    const owner = ownerOf(path);
    return owner && valuesOf(owner, undefined).text("path-type");
  };
  return {
    path: (path) => haproxyIngressPath(path, typeOf(path)),
    controls: (ingress, path, backend) => ({
      ...haproxyIngressControls(valuesOf(ingress, backend), {
        coverage,
        disputed,
        namespace: ingress.resource.namespace,
        isExpression: path.kind === "opaque",
        isChallenge: showPath(path).startsWith("/.well-known/acme-challenge"),
      }),
      ineffective: ineffectiveForeign(ingress, haproxyIngressPrefixes),
    }),
    aspects(facet, ingress, backend) {
      const own = annotationAspects(facet, serviceBehind(backend, world), haproxyIngressAnnotations, isServiceKey);
      if (facet !== "annotation") return own;
      const left = Object.keys(headersLeft(valuesOf(ingress, backend)));
      return [
        ...own,
        ...left.map((key) => ({ resource: ingress.resource, path: ["metadata", "annotations", nameOn(ingress, key)] })),
      ];
    },
    settings(ingress, backend) {
      const left = Object.entries(headersLeft(valuesOf(ingress, backend)));
      return {
        ...Object.fromEntries(left.map(([key, text]) => [nameOn(ingress, key), text])),
        ...annotationsLeft(serviceBehind(backend, world), isHaproxyIngressAnnotation, read, weighHaproxyIngress),
      };
    },
  };
}

/** Without a type of the Ingress API the key `path-type` decides; its default is a prefix without case. */
export function haproxyIngressPath(
  { text, type }: Pick<IngressPath, "text" | "type">,
  chosen: string | undefined,
): PathPattern {
  if (type !== "ImplementationSpecific") return pathPattern(type === "Exact" ? "exact" : "segments", text);
  const kinds = { begin: "caseless", exact: "exact", prefix: "segments", regex: "opaque" } as const;
  const name = chosen ?? "begin";
  return pathPattern(Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : "opaque", text);
}

export function haproxyIngressAliases({ resource }: IngressObject) {
  const values = haproxyIngressReader.of(resource.annotations);
  const fieldOf = (key: string): FieldPath => ["metadata", "annotations", nameOn({ resource }, key)];
  const names = listOf(values.text("server-alias"), /[,\s]+/) ?? [];
  const expression = values.text("server-alias-regex");
  return [
    ...names.map((name) => ({ host: aliasOf(name), field: fieldOf("server-alias") })),
    ...(expression === undefined
      ? []
      : [{ host: { kind: "regex", text: expression } as const, field: fieldOf("server-alias-regex") }]),
  ];
}

/** `http-header-match` names headers that a request must show. */
export function haproxyIngressConditions({ resource }: IngressObject): readonly string[] {
  const values = haproxyIngressReader.of(resource.annotations);
  const exact = headerLines(values.text("http-header-match")).map(
    ({ name, value }) => `${name.toLowerCase()}: ${value}`,
  );
  const expressions = headerLines(values.text("http-header-match-regex")).map(
    ({ name, value }) => `${name.toLowerCase()}: ~${value}`,
  );
  return [...exact, ...expressions].map((text) => `header ${text}`);
}

function aliasOf(text: string): HostPattern {
  const name = normalizeHost(text);
  return name.startsWith("*.") ? { kind: "one-label", suffix: name.slice(2) } : { kind: "exact", name };
}

function onService(annotations: AnnotationLayer | undefined): AnnotationLayer {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => isServiceKey(key)));
}

const hostNames: ReadonlySet<string> = new Set(haproxyIngressReader.names(...haproxyIngressHostKeys));

function withoutHostKeys(annotations: AnnotationLayer): AnnotationLayer {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !hostNames.has(key)));
}

function hostSettings(ingresses: readonly IngressObject[]) {
  const sources = ingresses.map(({ resource }) => haproxyIngressReader.of(resource.annotations));
  const found = haproxyIngressHostKeys.map((key) => ({
    key,
    values: [...new Set(sources.flatMap((source) => source.text(key) ?? []))],
  }));
  const agreed = found.flatMap(({ key, values: [first, ...more] }) =>
    first === undefined || more.length > 0 ? [] : [[ownPrefix + key, first] as const],
  );
  return {
    layer: Object.fromEntries(agreed),
    disputed: found.filter(({ values }) => values.length > 1).map(({ key }) => key as string),
  };
}

// An IngressClass may name a ConfigMap with defaults for its Ingresses.
function classLayer({ className }: IngressObject, world: World): AnnotationLayer {
  const found = className === undefined ? undefined : world.find(ingressGroups, "IngressClass", null, className);
  const parameters = ["spec", "parameters"];
  if (!found || asText(fieldAt(found.data, [...parameters, "kind"])) !== "ConfigMap") return {};
  const name = asText(fieldAt(found.data, [...parameters, "name"]));
  const configMap = name === undefined ? undefined : world.find("", "ConfigMap", null, name);
  return configMap ? configMapLayer([configMap], ownPrefix) : {};
}

function nameOn({ resource }: Pick<IngressObject, "resource">, key: string): string {
  const names = haproxyIngressReader.names(key);
  return names.find((name) => Object.hasOwn(resource.annotations, name)) ?? names[0] ?? key;
}
