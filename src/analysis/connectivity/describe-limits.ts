import type { Plain } from "../../kubernetes/resource.ts";
import { isPlainList, isPlainObject } from "../plain-differences.ts";
import { listed, quoted } from "./describe-names.ts";

/**
 * What limits the requests on a port, as the end of a sentence after "limited to". Rules for requests can be long: one or two are
 * told as they are, more of them by what they are about.
 */
export function describeLimit(only: string): string {
  const isAuthenticated = only.startsWith(authentication);
  const rules = parsed(isAuthenticated ? only.slice(only.indexOf("} ") + 2) : only);
  const requests = isAuthenticated && !only.includes("} ") ? "" : describeRules(rules);
  const callers = isAuthenticated ? "callers that authenticate" : "";
  return [callers, requests].filter(Boolean).join(" and ");
}

const authentication = "authentication {";

function describeRules(limits: Plain | undefined): string {
  if (typeof limits === "string") return quoted(limits);
  if (!isPlainObject(limits)) return "some requests";
  const { rules, serverNames } = limits;
  const fields = isPlainObject(rules) ? rules : {};
  if (fields.http !== undefined) return describeRequests(fields.http);
  if (fields.dns !== undefined) return "some DNS queries";
  if (fields.kafka !== undefined) return "some Kafka requests";
  return serverNames === undefined ? "some requests" : "some TLS server names";
}

/** `GET /health` where a rule says just that, and there are few. */
function describeRequests(rules: Plain): string {
  const items = isPlainList(rules) ? rules : [];
  const texts = items.slice(0, mostTold + 1).flatMap((rule) => requestText(rule) ?? []);
  const isTold = texts.length > 0 && texts.length === items.length && texts.length <= mostTold;
  return isTold ? listed(texts.map(quoted)) : "some HTTP requests";
}

const mostTold = 2;
const longestTold = 40;

function requestText(rule: Plain): string | undefined {
  if (!isPlainObject(rule)) return undefined;
  const { method, path, ...more } = rule;
  const given = [method, path].filter((part) => part !== undefined);
  const parts = given.filter((part) => typeof part === "string");
  if (Object.keys(more).length > 0 || parts.length === 0 || parts.length < given.length) return undefined;
  const text = parts.join(" ");
  return text.length > longestTold ? undefined : text;
}

// Longer lists of rules are not told one by one.
const longestRead = 2000;

function parsed(text: string): Plain | undefined {
  if (text.length > longestRead) return undefined;
  try {
    return JSON.parse(text) as Plain;
  } catch {
    return text.length > longestTold ? undefined : text;
  }
}
