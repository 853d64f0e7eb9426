import type { PlainObject } from "../../../kubernetes/resource.ts";
import { hstsOf } from "../ingress/header-lines.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { type Aspect, stableText } from "../route.ts";
import { isIdentityHeader, isSecurityHeader } from "../security-headers.ts";
import { plainText } from "./names.ts";
import { aspectsFor, type Part, partOf } from "./part.ts";

interface Header {
  readonly name: string;
  readonly value: string;
}

/** Headers of requests that the edge sets or removes: only with those can a client not say who it is itself. */
export function requestHeadersPart(data: PlainObject, name: string, aspects: readonly Aspect[]): Part {
  const kept = [...entriesOf(data, "set").map((one) => one.name), ...removedOf(data)];
  const identity = [...new Set(kept.filter(isIdentityHeader))].sort();
  const rest = {
    ...withoutEmpty(
      "set",
      entriesOf(data, "set").filter((one) => !isIdentityHeader(one.name)),
    ),
    ...withoutEmpty("add", entriesOf(data, "add")),
    ...withoutEmpty(
      "remove",
      removedOf(data).filter((one) => !isIdentityHeader(one)),
    ),
  };
  return partOf({
    ...(identity.length > 0 ? { controls: { requestHeaders: identity } } : {}),
    texts: Object.keys(rest).length > 0 ? { [name]: stableText(rest) } : {},
    aspects: aspectsFor(["requestHeaders", "annotation"], aspects),
  });
}

/** Headers of answers that protect the visitor's browser. */
export function responseHeadersPart(data: PlainObject, name: string, aspects: readonly Aspect[]): Part {
  const given = [...entriesOf(data, "add"), ...entriesOf(data, "set")];
  const hsts = given.filter((one) => one.name === hstsName).map(({ value }) => hstsOf(value))[0];
  const security: [string, string | null][] = [
    ...removedOf(data).map((one): [string, null] => [one, null]),
    ...given.map((one): [string, string] => [one.name, one.value]),
  ];
  const headers = Object.fromEntries(
    security.filter(([one]) => isSecurityHeader(one)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const isRead = (one: string) => isSecurityHeader(one) || one === hstsName;
  const rest = {
    ...withoutEmpty(
      "set",
      entriesOf(data, "set").filter((one) => !isRead(one.name)),
    ),
    ...withoutEmpty(
      "add",
      entriesOf(data, "add").filter((one) => !isRead(one.name)),
    ),
    ...withoutEmpty(
      "remove",
      removedOf(data).filter((one) => !isSecurityHeader(one)),
    ),
  };
  return partOf({
    controls: {
      ...(Object.keys(headers).length > 0 ? { responseHeaders: headers } : {}),
      ...(hsts ? { hsts } : {}),
    },
    texts: Object.keys(rest).length > 0 ? { [name]: stableText(rest) } : {},
    aspects: aspectsFor(["responseHeaders", "hsts", "annotation"], aspects),
  });
}

const hstsName = "strict-transport-security";

function entriesOf(data: PlainObject, verb: "set" | "add"): Header[] {
  return (asList(data[verb]) ?? []).flatMap((entry) => {
    const one = asObject(entry);
    const name = asText(one?.name);
    return name === undefined ? [] : [{ name: name.toLowerCase(), value: plainText(one?.value ?? "") }];
  });
}

function removedOf(data: PlainObject): string[] {
  return (asList(data.remove) ?? []).map((name) => plainText(name).toLowerCase());
}

function withoutEmpty(verb: string, list: readonly (Header | string)[]): PlainObject {
  return list.length === 0
    ? {}
    : { [verb]: list.map((one) => (typeof one === "string" ? one : `${one.name}: ${one.value}`)) };
}
