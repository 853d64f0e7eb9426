import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { ControllerContainer, Flag } from "../controller-containers.ts";
import { fieldSettings } from "../field-settings.ts";
import { grouped } from "../grouped.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import type { AnnotationWeight, Aspect, Facet } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { addedHeaders } from "./added-headers.ts";
import { defaultsOf } from "./controller-configmap.ts";
import { builtIn, type NginxDefaults } from "./controller-defaults.ts";
import {
  blockedWords,
  blocklistKey,
  controllerKeys,
  guards,
  readClientIp,
  relaxedFlags,
  relaxedKeys,
  sharedSnippets,
} from "./controller-settings.ts";
import { nginxDefaultKeys } from "./default-aspects.ts";
import { holesOf } from "./known-holes.ts";
import { readCiphers } from "./read-tls-settings.ts";
import { nginxControls } from "./server-reading.ts";

/** What a ConfigMap of ingress-nginx says for every host that the controller serves. */
export function configMapScope(resource: Resource, world: World): Scope {
  const defaults = defaultsOf(resource);
  const name = nameOf(resource);
  const headers = addedHeaders(resource, defaults, world);
  const left = fieldSettings(
    resource,
    ["data"],
    [...readKeys.filter((key) => !isLeft(defaults, key)), ...headers.keys],
  );
  const weights = { [`data.${blocklistKey}`]: blockedWords(defaults).length === 0 ? "none" : "protective" } as const;
  return {
    key: `ingress-nginx defaults ${name}`,
    label: `every host of ingress-nginx \`${name}\``,
    resource,
    reach: "unknown",
    controls: { ...sharedControls(defaults, resource), responseHeaders: headers.response },
    otherwise: sharedControls(builtIn, resource),
    annotations: { ...left.texts, ...headers.texts },
    weigh: (key) => (Object.hasOwn(weights, key) ? weights[key as keyof typeof weights] : weighKey(key)),
    assumptions: [],
    where: (facet) =>
      facet === "annotation" ? [...left.aspects, ...headers.aspects] : keysOf(facet, resource, headers.aspects),
  };
}

/** The arguments and the version of a controller. */
export function containerScope({ resource, image, imageField, flags }: ControllerContainer): Scope {
  const name = nameOf(resource);
  const others = flags.filter(({ name, value }) => !guards.has(name) || hasPlaceholder(value));
  const settingOf = (flag: Flag) => (tuning.test(flag.name) ? "tuning arguments" : "arguments");
  return {
    key: `ingress-nginx controller ${name}`,
    label: `every host of ingress-nginx \`${name}\``,
    resource,
    reach: "unknown",
    controls: { hardening: relaxedFlags(flags), endOfLife: holesOf(image) },
    annotations: Object.fromEntries(
      [...grouped(others, settingOf)]
        .map(([key, some]) => [key, some.map(showFlag).sort().join(" ")] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    weigh: (key) => (key === "arguments" ? "protective" : "harmless"),
    assumptions: [],
    where(facet): readonly Aspect[] {
      if (facet === "endOfLife") return [{ resource, path: imageField }];
      if (facet !== "hardening")
        return others.map((flag) => ({ resource, path: flag.field, setting: settingOf(flag) }));
      return flags.filter(({ name }) => guards.has(name)).map(({ field }) => ({ resource, path: field }));
    },
  };
}

function showFlag({ name, value }: Flag): string {
  return `--${name}=${value}`;
}

const tuning =
  /^(v|stderrthreshold|logtostderr|alsologtostderr|vmodule|(default-server|health-?check|healthz|https?|metrics|profiler|profiling|status|stream)-.*|election-.*|.*shutdown-.*|sync-.*|.*-buckets|.*metrics.*|report-.*|publish-.*|update-status.*|monitor-.*|maxmind-.*|internal-logger-address|dynamic-.*|kubeconfig|apiserver-host)$/;

// What an Ingress without annotations gets on a host with a certificate.
function sharedControls(defaults: NginxDefaults, resource: Resource): ControlValues {
  const bare: IngressObject = {
    resource: { ...resource, annotations: {} },
    className: undefined,
    classField: [],
    rules: [],
    defaultBackend: undefined,
    tls: [],
  };
  const server = {
    ingresses: [bare],
    coverage: { mode: "terminated", secrets: [] },
    certificate: { always: [], optional: "no" },
    ciphers: readCiphers([bare], defaults),
    snippets: [],
    neighbours: { serverHeaders: {}, passes: false, expressions: false, assumed: false, world: undefined },
  } as const;
  const options = { invalid: "refuse", defaults } as const;
  const { tls, certificate, ...values } = nginxControls(bare, server, options);
  return {
    // What a template decides has no value: the text stands among the settings then.
    ...(defaults === builtIn ? {} : sharedControls(builtIn, resource)),
    ...values,
    hardening: relaxedKeys(defaults),
    clientIp: readClientIp(defaults),
    snippet: sharedSnippets(defaults),
  };
}

const keysByFacet: Readonly<Partial<Record<Facet, readonly string[]>>> = { ...nginxDefaultKeys, ...controllerKeys };

const readKeys = [...new Set(Object.values(keysByFacet).flat())];

// A control that has no value for "filled in later" leaves the text to the settings.
function isLeft({ values }: NginxDefaults, key: string): boolean {
  const withoutUnknown = (["hsts", "bodyLimit", "hardening", "clientIp", "waf", "accessLog"] as const).some((facet) =>
    keysByFacet[facet]?.includes(key),
  );
  return withoutUnknown && Object.hasOwn(values, key) && hasPlaceholder(values[key] ?? "");
}

function keysOf(facet: Facet, resource: Resource, headers: readonly Aspect[]): readonly Aspect[] {
  if (facet === "responseHeaders") return headers;
  const keys = facet === "hardening" ? [...controllerKeys.hardening, blocklistKey] : (keysByFacet[facet] ?? []);
  return keys.map((key) => ({ resource, path: ["data", key] }));
}

function weighKey(key: string): AnnotationWeight {
  return tuningKeys.test(key) ? "harmless" : "protective";
}

const tuningKeys =
  /timeout|buffer|keep-?alive|worker|gzip|brotli|zlib|error-log|http2|load-balance|upstream-hash|hash-(bucket|max)|-max-size|max-(temp|worker)|open(telemetry|tracing)|jaeger|zipkin|datadog|otlp|otel|variables-hash|limit-rate|retry|reuse-port|bind-address|multi-accept|http-redirect-code|log-format-escape|nginx-status|map-hash|proxy-next-upstream|service-upstream|preserve-trailing|aio/;

function nameOf({ namespace, name }: Resource): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
