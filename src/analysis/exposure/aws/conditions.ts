import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { fieldOf, jsonOf, textOf } from "../json-values.ts";
import { asList, asText } from "../plain-fields.ts";
import { type Backend, stableText } from "../route.ts";
import { albPrefix } from "./ingress-class-params.ts";

export interface Conditions {
  /** For `Route.conditions`. */
  readonly texts: readonly string[];
  /** Further hosts and paths, which answer beside those of the rule: compared as text. */
  readonly rest: string;
}

const nothing: Conditions = { texts: [], rest: "" };

/** What `conditions.<service>` asks of requests for a Service. */
export function readConditions(ingress: Resource, backend: Backend): Conditions {
  const text = namedText(ingress, `conditions.${backend.name}`);
  if (text === undefined) return nothing;
  const list = asList(jsonOf(text));
  if (!list) return { texts: [`conditions ${text.slice(0, longestText)}`], rest: "" };
  const all = list.slice(0, mostConditions).map(readCondition);
  return {
    texts: [...new Set(all.flatMap((one) => one.text))].sort(),
    rest: all.flatMap((one) => one.rest).join(", "),
  };
}

// A rule of a load balancer has at most five values in all of its conditions.
const mostConditions = 50;
const longestText = 1000;

interface Condition {
  readonly text: readonly string[];
  readonly rest: readonly string[];
}

function readCondition(condition: Plain): Condition {
  const asks = (text: string): Condition => ({ text: [text.slice(0, longestText)], rest: [] });
  const config = (name: string) => fieldOf(condition, `${name}Config`);
  switch (textOf(condition, "field") ?? "") {
    case "http-header": {
      const header = config("httpHeader");
      return asks(`header ${textOf(header, "httpHeaderName")?.toLowerCase() ?? ""}: ${valuesOf(header)}`);
    }
    case "http-request-method":
      return asks(`method ${valuesOf(config("httpRequestMethod"))}`);
    case "query-string": {
      const pairs = (asList(fieldOf(config("queryString"), "values")) ?? []).map(
        (pair) => `${textOf(pair, "key") ?? "*"}=${textOf(pair, "value") ?? ""}`,
      );
      return asks(`query ${pairs.sort().join(" or ")}`);
    }
    case "source-ip":
      return asks(`source address in ${valuesOf(config("sourceIp"))}`);
    case "host-header":
    case "path-pattern":
      return { text: [], rest: [stableText(condition)] };
    default:
      return asks(`condition ${stableText(condition)}`);
  }
}

function valuesOf(config: Plain | undefined): string {
  return (asList(fieldOf(config, "values")) ?? [])
    .map((value) => asText(value) ?? JSON.stringify(value))
    .sort()
    .join(" or ");
}

export interface Transforms {
  readonly rewrite: Rewrite;
  readonly rest: string;
}

/** How `transforms.<service>` rewrites requests for a Service. */
export function readTransforms(ingress: Resource, backend: Backend): Transforms {
  const text = namedText(ingress, `transforms.${backend.name}`);
  const none: Rewrite = { to: "", reach: "same" };
  if (text === undefined) return { rewrite: none, rest: "" };
  const list = asList(jsonOf(text));
  if (!list) return { rewrite: { to: text.slice(0, longestText), reach: "unknown" }, rest: "" };
  const [url, ...others] = list.filter((one) => textOf(one, "type") === "url-rewrite");
  const [rule, ...more] = asList(fieldOf(fieldOf(url, "urlRewriteConfig"), "rewrites")) ?? [];
  const rest = [...list.filter((one) => textOf(one, "type") !== "url-rewrite"), ...others, ...more];
  return {
    rewrite: url === undefined ? none : rewriteOf(textOf(rule, "regex") ?? "", textOf(rule, "replace") ?? ""),
    rest: rest.length === 0 ? "" : stableText(rest),
  };
}

// The expression is not evaluated: a path that is only captures may be any path of the service.
function rewriteOf(regex: string, replace: string): Rewrite {
  const to = `${replace} (for ${regex})`;
  if (!/\$\d/.test(replace)) return { to, reach: "fixed" };
  return { to, reach: /^\/?\$\d/.test(replace) ? "whole" : "below" };
}

function namedText({ annotations }: Resource, key: string): string | undefined {
  return Object.hasOwn(annotations, albPrefix + key) ? annotations[albPrefix + key] : undefined;
}
