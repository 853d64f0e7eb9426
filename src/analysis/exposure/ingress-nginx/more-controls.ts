import type { ControlValues } from "../control-values.ts";
import type { CanaryControls } from "../controller-profile.ts";
import type { Snippet } from "../controls/snippet.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import type { Aspect, Facet } from "../route.ts";
import { isSecurityHeader } from "../security-headers.ts";
import type { World } from "../world.ts";
import { nginxPrefix, nginxValue } from "./annotations.ts";
import type { NginxDefaults } from "./controller-defaults.ts";
import { ineffectiveOfCanary, readIneffective } from "./ineffective-annotations.ts";
import { injectionAspects, injectionsIn } from "./injection-shapes.ts";
import type { NginxNeighbours } from "./neighbours.ts";
import { readAccessLog } from "./read-access-log.ts";
import { readCors } from "./read-cors.ts";
import {
  customHeaders,
  headerAspects,
  headersMap,
  headerTexts,
  otherAuthHeaders,
  readRequestHeaders,
  readResponseHeaders,
} from "./read-headers.ts";
import { readMirror } from "./read-mirror.ts";
import { readRedirectTarget } from "./read-redirect-target.ts";
import { isWafOn, readWaf, snippetBesideWaf } from "./read-waf.ts";

/** The controls that only the Ingress itself, its neighbours and the controller's defaults decide, whatever the path. */
export function moreNginxControls(
  ingress: IngressObject,
  defaults: NginxDefaults,
  neighbours: NginxNeighbours,
): ControlValues {
  const { serverHeaders, world } = neighbours;
  // What a template or an object elsewhere decides has no value.
  const cors = readCors(ingress);
  const responseHeaders = readResponseHeaders(ingress, defaults, serverHeaders, world);
  const accessLog = readAccessLog(ingress, defaults);
  return {
    waf: readWaf(ingress, defaults),
    requestHeaders: readRequestHeaders(ingress),
    mirror: readMirror(ingress),
    redirectTarget: readRedirectTarget(ingress),
    ineffective: readIneffective(ingress, defaults, neighbours),
    injection: injectionsIn(ingress, neighbours.expressions, headersMap(ingress, "auth-proxy-set-headers", world)),
    ...(cors === undefined ? {} : { cors }),
    ...(responseHeaders === undefined ? {} : { responseHeaders }),
    ...(accessLog === undefined ? {} : { accessLog }),
  };
}

/** What is left of these controls where connections are passed through: nothing but what concerns the configuration itself. */
export function nginxControlsBehindPassthrough(values: ControlValues): ControlValues {
  return {
    waf: { mode: "off", exclusions: [], policy: "" },
    cors: null,
    responseHeaders: {},
    requestHeaders: [],
    mirror: [],
    redirectTarget: [],
    hsts: null,
    ineffective: values.ineffective ?? [],
    injection: values.injection ?? [],
  };
}

/** What a canary adds to the controls of the routes that it joins. */
export function nginxCanaryControls(canary: IngressObject, ingresses: readonly IngressObject[]): CanaryControls {
  return { ineffective: ineffectiveOfCanary(canary, ingresses), injection: injectionsIn(canary, true, undefined) };
}

/** The snippets under some annotations of an Ingress, without what the control of the WAF tells about them. */
export function nginxSnippets(ingress: IngressObject, keys: readonly string[], defaults: NginxDefaults): Snippet {
  return keys.flatMap((annotation) => {
    const written = nginxValue(ingress, annotation);
    const isRules = annotation === "modsecurity-snippet";
    // Without ModSecurity its rules are never loaded.
    if (written === undefined || (isRules && isWafOn(ingress, defaults) === false)) return [];
    const text = isRules ? snippetBesideWaf(written) : written;
    return text === undefined ? [] : [{ annotation, text }];
  });
}

/** What no control reads of annotations that a control reads in part, and of ConfigMaps that they name. */
export function moreNginxSettings(ingress: IngressObject, world: World | undefined): Readonly<Record<string, string>> {
  const own = nginxValue(ingress, "custom-headers");
  const map = headersMap(ingress, "custom-headers", world);
  const forwarded = headersMap(ingress, "auth-proxy-set-headers", world);
  for (const one of [map, forwarded]) if (one) world?.use(one);
  const answered = otherAuthHeaders(ingress);
  return {
    ...(map ? headerTexts(map, isOther) : own === undefined ? {} : { [customHeaders]: own }),
    ...(forwarded ? headerTexts(forwarded, () => true) : {}),
    ...(answered === undefined ? {} : { [`${nginxPrefix}auth-response-headers`]: answered }),
  };
}

/** Fields that a facet follows from beside the annotations that `moreNginxAnnotations` names. */
export function moreNginxAspects(facet: Facet, ingress: IngressObject, neighbours: NginxNeighbours): readonly Aspect[] {
  const { expressions, world } = neighbours;
  const forwarded = headersMap(ingress, "auth-proxy-set-headers", world);
  if (facet === "injection") return injectionAspects(ingress, expressions, forwarded);
  const map = headersMap(ingress, "custom-headers", world);
  if (facet === "responseHeaders") return map ? headerAspects(map, isSecurityHeader) : [];
  if (facet !== "annotation") return [];
  return [...(map ? headerAspects(map, isOther) : []), ...(forwarded ? headerAspects(forwarded, () => true) : [])];
}

const isOther = (header: string) => !isSecurityHeader(header);
