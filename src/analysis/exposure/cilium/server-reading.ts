import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import type { Redirect } from "../controls/redirect.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";
import { behindPassthrough } from "../ingress/behind-passthrough.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { type TlsCoverage, tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { ciliumPrefix, ciliumReader } from "./annotations.ts";
import { ciliumReach, ciliumReachAnnotations, isReachOnly } from "./entry-reach.ts";

/** How Cilium serves one host. Beyond a redirect it protects nothing at the edge: network policies do. */
export function ciliumServer(host: HostPattern, ingresses: readonly IngressObject[]): ServerReading {
  const coverage = tlsCoverage(host, ingresses);
  return {
    path: ciliumPath,
    controls: (ingress) => ({
      ...controlsOf(ciliumReader.of(ingress.resource.annotations), coverage),
      ineffective: ineffectiveForeign(ingress, [ciliumPrefix]),
    }),
    aspects: (facet, { resource }) =>
      facet === "entry"
        ? ciliumReachAnnotations.map((name) => ({ resource, path: ["metadata", "annotations", name] }))
        : [],
    settings(ingress) {
      // What cannot be read as a reach is compared as text.
      if (ciliumReach(ingress).reach !== "unknown") return {};
      return Object.fromEntries(Object.entries(ingress.resource.annotations).filter(([key]) => isReachOnly(key)));
    },
  };
}

/** ImplementationSpecific is an expression for the whole path, so that plain text is one path. */
function ciliumPath({ text, type }: Pick<IngressPath, "text" | "type">): PathPattern {
  if (text === "") return { kind: "any" };
  if (type !== "ImplementationSpecific") return pathPattern(type === "Exact" ? "exact" : "segments", text);
  if (/^\/?\.\*$/.test(text)) return { kind: "any" };
  return pathPattern(/[\\^$.|?*+()[\]{}]/.test(text) ? "opaque" : "exact", text);
}

function controlsOf(values: AnnotationValues, coverage: TlsCoverage): ControlValues {
  const passthrough = values.flag("tls-passthrough");
  if (passthrough === true) return { ...behindPassthrough(coverage.secrets), clientIp: clientIpOf(values) };
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    passthrough: passthrough === "unknown" ? "unknown" : "off",
    redirect: redirectOf(values, coverage),
    clientIp: clientIpOf(values),
  };
}

function clientIpOf(values: AnnotationValues): NonNullable<ControlValues["clientIp"]> {
  return { from: values.text("service-external-traffic-policy") === "Local" ? "socket" : "hidden", by: "" };
}

// The operator enforces HTTPS for hosts with TLS unless it was told otherwise.
function redirectOf(values: AnnotationValues, { mode }: TlsCoverage): Redirect {
  if (mode === "none") return "none";
  const flag = values.flag("force-https");
  return flag === "unknown" ? "unknown" : flag === false ? "none" : "redirect";
}
