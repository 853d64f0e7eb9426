import type { Resource } from "../../../kubernetes/resource.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { Snippet } from "../controls/snippet.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import type { HostPattern } from "../host-pattern.ts";
import { readHost } from "../ingress/read-host.ts";
import { ownAnnotations } from "../ingress/service-settings.ts";
import { asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Places, Reading } from "../reading.ts";
import type { Aspect, Entry } from "../route.ts";
import type { World } from "../world.ts";
import { weighNginxInc } from "./annotations.ts";
import { configAspects, configKeys, globalControls, nginxIncConfig } from "./controller-config.ts";
import { qualified } from "./policy-fields.ts";
import { nginxIncHost } from "./profile-reading.ts";
import type { PolicyReference } from "./read-policies.ts";
import { type Item, nginxEntry, policyReferencesAt } from "./virtual-server-fields.ts";

/** What a VirtualServer says for all of its routes. */
export interface VirtualServer {
  readonly resource: Resource;
  readonly entry: Entry;
  readonly host: HostPattern;
  readonly policies: readonly PolicyReference[];
  readonly reading: Reading;
  readonly snippets: Snippet;
}

/** What stands in the object itself, beside its routes. */
export function serverOf(resource: Resource, world: World): VirtualServer {
  const spec = asObject(resource.data.spec) ?? {};
  const at = (...path: string[]): Aspect => ({ resource, path: ["spec", ...path] });
  const secret = asText(asObject(spec.tls)?.secret);
  const config = nginxIncConfig(world);
  const left = fieldSettings(resource, ["spec"], serverFieldsRead);
  const own = ownAnnotations(resource, new Set(), weighNginxInc);
  const places: Places = {
    tls: [at("tls", "secret"), at("tls")],
    certificate: [at("tls", "secret")],
    redirect: [at("tls", "redirect", "enable"), at("listener", "http"), at("tls")],
    snippet: [at("server-snippets"), at("http-snippets")],
    annotation: [...left.aspects, ...own.aspects],
    ...Object.fromEntries(
      Object.entries(configKeys).map(([facet, keys]) => [facet, configAspects(config.configMap, keys ?? [])]),
    ),
  };
  return {
    resource,
    entry: nginxEntry(world, asText(spec.ingressClassName)),
    host: nginxIncHost(readHost(asText(spec.host) ?? "")),
    policies: policyReferencesAt(resource, ["spec", "policies"]),
    snippets: snippetsOf(resource, ["spec"], ["http-snippets", "server-snippets"]),
    reading: {
      controls: {
        // Without a Secret the wildcard certificate is served that the controller was started with.
        tls: asObject(spec.tls) ? (secret === undefined ? "without-secret" : "terminated") : "none",
        certificate: secret === undefined ? [] : [qualified(resource, secret)],
        redirect: redirectOf(resource),
        ...globalControls(config.values),
      },
      texts: mergedTexts(left.texts, own.texts),
      places,
    },
  };
}

const serverFieldsRead = [
  "host",
  "ingressClassName",
  "policies",
  "routes",
  "upstreams",
  "tls.secret",
  "tls.redirect.enable",
  "http-snippets",
  "server-snippets",
];

function redirectOf({ data }: Resource): Redirect {
  if (!asObject(fieldAt(data, ["spec", "tls"]))) return "none";
  const listener = asObject(fieldAt(data, ["spec", "listener"]));
  // With listeners of its own, a server answers plain HTTP only where it names one for it.
  if (listener && asText(listener.https) && !asText(listener.http)) return "closed";
  return fieldAt(data, ["spec", "tls", "redirect", "enable"]) === true ? "redirect" : "none";
}

/** Snippets of an object, by their fields. */
export function snippetsOf(resource: Resource, path: Item["path"], keys: readonly string[]): Snippet {
  return keys.flatMap((annotation) => {
    const text = asText(fieldAt(resource.data, [...path, annotation]))?.trim();
    return text ? [{ annotation, text }] : [];
  });
}
