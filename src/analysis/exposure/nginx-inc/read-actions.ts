import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { type FieldSettings, mergedTexts, settingName } from "../field-settings.ts";
import { type HeaderOperations, requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { bytesOf } from "../ingress/annotation-values.ts";
import { prefixRewriteTo, rewriteTo } from "../ingress/header-lines.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Aspect, Backend } from "../route.ts";
import { type Item, itemsAt, textOf } from "./virtual-server-fields.ts";

/** What happens to requests of a route: an action, or one of several in turn. */
export interface ActionReading {
  readonly backends: readonly Backend[];
  readonly controls: ControlValues;
  /** What of the headers no control reads, and where it stands. */
  readonly headers: FieldSettings;
  /** The upstreams that are named, as they are written. */
  readonly upstreams: readonly Item[];
  readonly aspects: readonly Aspect[];
}

export const noSettings: FieldSettings = { texts: {}, aspects: [] };

/** The fields of an action that controls, backends and `headers` hold. */
export const actionFieldsRead = [
  "pass",
  "redirect.url",
  "return.code",
  "proxy.upstream",
  "proxy.rewritePath",
  "proxy.requestHeaders.set",
  "proxy.responseHeaders.add",
  "proxy.responseHeaders.hide",
];

/** The action of a route or match, or its splits; `isExpression` where the path's captures can be named in a rewrite. */
export function readActions(resource: Resource, at: Item, isExpression: boolean): ActionReading {
  const splits = itemsAt(resource, [...at.path, "splits"]);
  const places = splits.length > 0 ? splits.map(({ path }) => [...path, "action"]) : [[...at.path, "action"]];
  const items = places.flatMap((path) => {
    const value = asObject(fieldAt(resource.data, path));
    return value ? [{ value, path }] : [];
  });
  return together(items.map((item) => readAction(resource, item, isExpression)));
}

function readAction(resource: Resource, { value, path }: Item, isExpression: boolean): ActionReading {
  const aspect = { resource, path };
  const none = { headers: noSettings, upstreams: [], aspects: [aspect] };
  const redirect = asText(asObject(value.redirect)?.url);
  if (redirect !== undefined) {
    const backend = { kind: "redirect", namespace: null, name: redirect, port: "" };
    return {
      ...none,
      backends: [backend],
      controls: { redirectTarget: isElsewhere(redirect) ? [`redirect ${redirect}`] : [] },
    };
  }
  const answer = asObject(value.return);
  if (answer) {
    const backend = { kind: "fixed answer", namespace: null, name: textOf(answer.code) || "200", port: "" };
    return { ...none, backends: [backend], controls: {} };
  }
  const proxy = asObject(value.proxy) ?? {};
  const name = asText(value.pass) ?? asText(proxy.upstream) ?? "";
  const upstream = upstreamsOf(resource).get(name);
  const request = requestHeaderControls(headerOperations(asObject(proxy.requestHeaders)?.set, undefined));
  const answers = asObject(proxy.responseHeaders);
  const response = responseHeaderControls(headerOperations(answers?.add, answers?.hide));
  const rests = [
    { field: [...path, "proxy", "requestHeaders"], text: request.rest },
    { field: [...path, "proxy", "responseHeaders"], text: response.rest },
  ].filter(({ text }) => text !== "");
  return {
    backends: [backendOf(resource, upstream, name)],
    controls: {
      ...request.controls,
      ...response.controls,
      rewrite: rewriteOf(asText(proxy.rewritePath), isExpression),
      backendTls: upstreamTls(upstream),
      bodyLimit: bodyLimitOf(asText(upstream?.value["client-max-body-size"])),
    },
    headers: {
      texts: Object.fromEntries(rests.map(({ field, text }) => [settingName(field), text])),
      aspects: rests.map(({ field }) => ({ resource, path: field })),
    },
    upstreams: upstream ? [upstream] : [],
    aspects: [aspect],
  };
}

const known = new WeakMap<Resource, ReadonlyMap<string, Item>>();

/** The upstreams of an object by name; there may be thousands, and as many routes that name them. */
function upstreamsOf(resource: Resource): ReadonlyMap<string, Item> {
  const found =
    known.get(resource) ??
    new Map(itemsAt(resource, ["spec", "upstreams"]).map((item) => [asText(item.value.name) ?? "", item]));
  known.set(resource, found);
  return found;
}

// Which of several actions answers is a matter of chance, so that only what all of them do is a protection.
function together(readings: readonly ActionReading[]): ActionReading {
  const [first, ...others] = readings;
  if (!first) return { backends: [], controls: {}, headers: noSettings, upstreams: [], aspects: [] };
  return others.reduce(
    (one, other) => ({
      backends: [...one.backends, ...other.backends],
      controls: weakest(one.controls, other.controls),
      headers: {
        texts: mergedTexts(one.headers.texts, other.headers.texts),
        aspects: [...one.headers.aspects, ...other.headers.aspects],
      },
      upstreams: [...one.upstreams, ...other.upstreams.filter((item) => !one.upstreams.includes(item))],
      aspects: [...one.aspects, ...other.aspects],
    }),
    first,
  );
}

function weakest(one: ControlValues, other: ControlValues): ControlValues {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const both = [one, other];
  const response = Object.entries(one.responseHeaders ?? {}).filter(
    ([name, value]) => other.responseHeaders?.[name] === value,
  );
  return {
    requestHeaders: (one.requestHeaders ?? []).filter((name) => other.requestHeaders?.includes(name)),
    responseHeaders: Object.fromEntries(response),
    hsts: same(one.hsts, other.hsts) ? (one.hsts ?? null) : null,
    rewrite: same(one.rewrite, other.rewrite) ? (one.rewrite ?? unchanged) : { to: "one of several", reach: "unknown" },
    redirectTarget: [...new Set(both.flatMap(({ redirectTarget }) => redirectTarget ?? []))].sort(),
    backendTls: both.map(({ backendTls }) => backendTls ?? noTls).sort((a, b) => rank(a) - rank(b))[0] ?? noTls,
    bodyLimit: same(one.bodyLimit, other.bodyLimit) ? (one.bodyLimit ?? "default") : "default",
  };
}

const unchanged: Rewrite = { to: "", reach: "same" };
const noTls: BackendTls = { level: "none", by: "" };

function rank({ level }: BackendTls): number {
  return ["none", "unknown", "encrypted", "verified", "mutual"].indexOf(level);
}

function backendOf(resource: Resource, upstream: Item | undefined, name: string): Backend {
  const namespace = resource.namespace ?? null;
  const service = asText(upstream?.value.service);
  if (service === undefined) return { kind: "upstream", namespace, name, port: "" };
  const [, other, own = service] = /^(?:([^/]+)\/)?(.+)$/.exec(service) ?? [];
  return { kind: "Service", namespace: other ?? namespace, name: own, port: textOf(upstream?.value.port) };
}

function upstreamTls(upstream: Item | undefined): BackendTls {
  return { level: asObject(upstream?.value.tls)?.enable === true ? "encrypted" : "none", by: "" };
}

function bodyLimitOf(text: string | undefined): number | null | "default" {
  const bytes = bytesOf(text);
  return bytes === undefined || bytes === 1024 * 1024 ? "default" : bytes === 0 ? null : bytes;
}

function rewriteOf(to: string | undefined, isExpression: boolean): Rewrite {
  if (to === undefined) return unchanged;
  return isExpression ? rewriteTo(to) : prefixRewriteTo(to);
}

// A value with `$http_` repeats what the client sent.
function headerOperations(set: unknown, hide: unknown): HeaderOperations {
  const lines = (asList(set as never) ?? []).flatMap((entry) => {
    const [name, value] = [asText(asObject(entry)?.name), asText(asObject(entry)?.value) ?? ""];
    return name === undefined ? [] : [{ name, value: value.replace(/\$\{?http_/, "%REQ($&") }];
  });
  return { set: lines, add: [], remove: (asList(hide as never) ?? []).flatMap((name) => asText(name) ?? []) };
}

function isElsewhere(url: string): boolean {
  return /^https?:\/\//i.test(url) && !/^https?:\/\/\$\{?(host|http_host)\}?/i.test(url);
}
