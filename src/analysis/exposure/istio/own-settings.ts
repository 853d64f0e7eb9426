import type { Resource } from "../../../kubernetes/resource.ts";
import { dnsAnnotations } from "../dns/external-dns.ts";
import { type FieldSettings, fieldSettings } from "../field-settings.ts";
import { ownAnnotations } from "../ingress/service-settings.ts";
import { weighIstio } from "./binding.ts";

/** What a VirtualService says beside its rules and that no control interprets. */
export function ownSettings(resource: Resource): FieldSettings {
  const found = known.get(resource) ?? readSettings(resource);
  known.set(resource, found);
  return found;
}

// An object may have thousands of routes.
const known = new WeakMap<Resource, FieldSettings>();

function readSettings(resource: Resource): FieldSettings {
  const fields = fieldSettings(resource, ["spec"], ["hosts", "gateways", "http", "tls", "tcp"]);
  const annotations = annotationsBesideDns(resource);
  return {
    texts: { ...fields.texts, ...annotations.texts },
    aspects: [...fields.aspects, ...annotations.aspects],
  };
}

/** The annotations of an object of Istio that external-dns does not read and that are not bookkeeping. */
export function annotationsBesideDns(resource: Resource): FieldSettings {
  return ownAnnotations(resource, dnsRead, weighIstio);
}

const dnsRead: ReadonlySet<string> = new Set(dnsAnnotations);
