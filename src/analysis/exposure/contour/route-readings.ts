import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { type HeaderOperations, requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { prefixRewriteTo } from "../ingress/header-lines.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, textsOf } from "../plain-items.ts";
import { placesFor, type Reading } from "../reading.ts";
import { type Aspect, stableText } from "../route.ts";

type At = (...keys: FieldPath) => Aspect;

/** `pathRewritePolicy`: the matched prefix is replaced. */
export function rewriteReading(route: PlainObject, at: At): Partial<Reading> {
  const replaced = itemsOf(asObject(route.pathRewritePolicy)?.replacePrefix, []).map(({ value }) => ({
    prefix: asText(value.prefix) ?? "",
    replacement: asText(value.replacement) ?? "",
  }));
  const [first] = replaced;
  const rewrite: Rewrite = first ? prefixRewriteTo(first.replacement) : { to: "", reach: "same" };
  return {
    controls: { rewrite: replaced.length > 1 ? { to: stableText(replaced), reach: "unknown" } : rewrite },
    places: { rewrite: [at("pathRewritePolicy")] },
  };
}

/** `requestRedirectPolicy`: another host is told apart from the other settings of a redirect. */
export function redirectReading(route: PlainObject, at: At): Partial<Reading> {
  const policy = asObject(route.requestRedirectPolicy);
  const { hostname, ...rest } = policy ?? {};
  const host = asText(hostname);
  return {
    controls: { redirectTarget: host === undefined ? [] : [`redirect ${host}`] },
    texts: Object.keys(rest).length === 0 ? {} : { "spec.routes[].requestRedirectPolicy": stableText(rest) },
    places: placesFor(["redirectTarget", "annotation"], [at("requestRedirectPolicy")]),
  };
}

/** Headers that a route or one of its services sets or removes. */
export function headersReading(resource: Resource, route: PlainObject, field: FieldPath): Partial<Reading> {
  const holders = [{ value: route, field }, ...itemsOf(route.services, [...field, "services"])];
  const side = (name: string): HeaderOperations => {
    const found = holders.map(({ value }) => asObject(value[name]) ?? {});
    const set = found.flatMap((one) =>
      itemsOf(one.set, []).map(({ value }) => ({ name: asText(value.name) ?? "", value: asText(value.value) ?? "" })),
    );
    return { set, add: [], remove: found.flatMap((one) => textsOf(one.remove)) };
  };
  const request = requestHeaderControls(side("requestHeadersPolicy"));
  const response = responseHeaderControls(side("responseHeadersPolicy"));
  const places = (name: string) => holders.map((holder) => ({ resource, path: [...holder.field, name] }));
  return {
    controls: { ...request.controls, ...response.controls },
    texts: {
      ...(request.rest === "" ? {} : { "spec.routes[].requestHeadersPolicy": request.rest }),
      ...(response.rest === "" ? {} : { "spec.routes[].responseHeadersPolicy": response.rest }),
    },
    places: {
      requestHeaders: places("requestHeadersPolicy"),
      responseHeaders: places("responseHeadersPolicy"),
      hsts: places("responseHeadersPolicy"),
      annotation: [...places("requestHeadersPolicy"), ...places("responseHeadersPolicy")],
    },
  };
}
