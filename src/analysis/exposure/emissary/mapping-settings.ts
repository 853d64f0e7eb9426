import { weighAnnotation } from "../annotation-weight.ts";
import { type FieldSettings, fieldSettings, mergedTexts, weighField } from "../field-settings.ts";
import { requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import type { AnnotationWeight, Aspect, Facet } from "../route.ts";
import { mappingHeaders } from "./mapping-controls.ts";
import type { MappingObject } from "./mapping-object.ts";

const readFields = [
  "prefix",
  "prefix_regex",
  "prefix_exact",
  "case_sensitive",
  "hostname",
  "host",
  "host_regex",
  "ambassador_id",
  "service",
  "tls",
  "method",
  "method_regex",
  "headers",
  "regex_headers",
  "query_parameters",
  "regex_query_parameters",
  "precedence",
  "weight",
  "shadow",
  "bypass_auth",
  "rewrite",
  "regex_rewrite",
  "host_redirect",
  "labels",
  "cors.origins",
  "cors.origins_regex",
  "cors.credentials",
  "add_request_headers",
  "remove_request_headers",
  "add_response_headers",
  "remove_response_headers",
];

/** What of a Mapping no control tells. */
export function mappingRest({ resource, spec }: MappingObject): FieldSettings {
  const { texts, aspects } = fieldSettings(resource, ["spec"], readFields);
  const headers = mappingHeaders(spec);
  const left = Object.entries({
    "spec.add_request_headers": requestHeaderControls(headers.request).rest,
    "spec.add_response_headers": responseHeaderControls(headers.response).rest,
  }).filter(([, text]) => text !== "");
  const annotations = Object.entries(resource.annotations).filter(([key]) => weighAnnotation(key) !== "none");
  return {
    texts: mergedTexts(texts, Object.fromEntries([...left, ...annotations])),
    aspects: [
      ...aspects,
      ...left.map(([key]): Aspect => ({ resource, path: key.split(".") })),
      ...annotations.map(([key]): Aspect => ({ resource, path: ["metadata", "annotations", key] })),
    ],
  };
}

export function weighMappingSetting(key: string): AnnotationWeight {
  const name = key.slice(key.indexOf(": ") + 1).trim();
  if (/timeout|retry|circuit_breakers|load_balancer|keepalive|stats_name|resolver/.test(name)) return "harmless";
  return name.startsWith("spec.") ? weighField(name) : weighAnnotation(name);
}

const fields: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  host: ["hostname", "host", "host_regex"],
  path: ["prefix", "prefix_regex", "prefix_exact", "case_sensitive", "precedence"],
  condition: ["method", "headers", "query_parameters", "regex_headers", "regex_query_parameters"],
  backend: ["service", "weight", "host_redirect"],
  auth: ["bypass_auth"],
  backendTls: ["service", "tls"],
  rewrite: ["rewrite", "regex_rewrite"],
  cors: ["cors"],
  rateLimit: ["labels"],
  redirectTarget: ["service", "host_redirect"],
  requestHeaders: ["add_request_headers", "remove_request_headers"],
  responseHeaders: ["add_response_headers", "remove_response_headers"],
  hsts: ["add_response_headers"],
};

export function mappingPlaces(facet: Facet, { resource }: MappingObject): readonly Aspect[] {
  const names = fields[facet] ?? [];
  return names.length === 0
    ? [{ resource, path: ["spec"] }]
    : names.map((name) => ({ resource, path: ["spec", name] }));
}
