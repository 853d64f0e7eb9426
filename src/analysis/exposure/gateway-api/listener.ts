import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { Attachment } from "../controls/attachment.ts";
import type { HostPattern } from "../host-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { readHostname } from "./hosts.ts";
import { gatewayGroup, routeKinds, scalarText, specOf } from "./names.ts";

/** One listener of a Gateway or of a ListenerSet. */
export interface Listener {
  /** The object that it stands in. */
  readonly resource: Resource;
  readonly field: FieldPath;
  readonly data: PlainObject;
  readonly name: string;
  readonly port: string;
  readonly protocol: string;
  readonly host: HostPattern;
  readonly from: Attachment["from"];
  readonly selector: Plain | undefined;
  /** The kinds of routes that may attach; undefined where the protocol is one of an implementation. */
  readonly kinds: readonly string[] | undefined;
}

export function readListeners(resource: Resource): Listener[] {
  return (asList(specOf(resource).listeners) ?? []).flatMap((entry, index) => {
    const data = asObject(entry);
    if (!data) return [];
    const protocol = asText(data.protocol) ?? "";
    const allowed = asObject(data.allowedRoutes);
    const namespaces = asObject(allowed?.namespaces);
    return {
      resource,
      field: ["spec", "listeners", index],
      data,
      name: asText(data.name) ?? "",
      port: scalarText(data.port),
      protocol,
      host: readHostname(asText(data.hostname)),
      from: fromOf(namespaces?.from, "same"),
      selector: namespaces?.selector,
      kinds: kindsOf(allowed?.kinds, protocol),
    };
  });
}

/** `from` of allowedRoutes and allowedListeners. */
export function fromOf(value: Plain | undefined, unset: Attachment["from"]): Attachment["from"] {
  const words: Readonly<Record<string, Attachment["from"]>> = {
    All: "all",
    Selector: "selector",
    Same: "same",
    None: "none",
  };
  const text = asText(value);
  return text !== undefined && Object.hasOwn(words, text) ? (words[text] ?? unset) : unset;
}

const kindsByProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTPRoute", "GRPCRoute"],
  HTTPS: ["HTTPRoute", "GRPCRoute"],
  TLS: ["TLSRoute", "TCPRoute"],
  TCP: ["TCPRoute"],
  UDP: ["UDPRoute"],
};

function kindsOf(value: Plain | undefined, protocol: string): readonly string[] | undefined {
  const listed = (asList(value) ?? []).flatMap((entry) => {
    const kind = asObject(entry);
    const name = asText(kind?.kind);
    return name !== undefined && (asText(kind?.group) ?? gatewayGroup) === gatewayGroup ? [name] : [];
  });
  if (listed.length > 0) return listed;
  if (asList(value)?.length) return [];
  return Object.hasOwn(kindsByProtocol, protocol) ? kindsByProtocol[protocol] : [...routeKinds];
}
