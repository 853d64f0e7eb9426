import { weighAnnotation } from "../annotation-weight.ts";
import { weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";
import { isIdentityHeader, isSecurityHeader } from "../security-headers.ts";

/** The key of what the entry points of an Ingress say beyond TLS and plain HTTP. */
export const entryPointsSetting = "the entry points of its routers";

/** The key of the entry points for plain HTTP where a router stands at no other ones. */
export const onlyPlainSetting = "the only entry points";

/** How much a field of Traefik's objects, or an annotation, may matter that no control reads. */
export function weighTraefik(name: string): AnnotationWeight {
  if (name === entryPointsSetting) return "protective";
  if (name === onlyPlainSetting) return "harmless";
  if (!name.startsWith("spec.")) return weighAnnotation(name);
  if (name === "spec.entryPoints" || name === "spec.sniStrict" || name.startsWith("spec.errors.")) return "protective";
  const header = /^spec\.headers\.custom(?:Request|Response)Headers\.(.+)$/.exec(name)?.[1];
  if (header !== undefined) return isIdentityHeader(header) || isSecurityHeader(header) ? "protective" : "harmless";
  return tuning.test(name) ? "harmless" : weighField(name);
}

const tuning =
  /\.(permanent|forceSlash|realm|weight|priority|maxAge|accessControl(MaxAge|AllowMethods|AllowHeaders)|addVaryHeader|stsPreload|ipv6Subnet|maxIdleConnsPerHost|disableHTTP2|mem(Request|Response)BodyBytes|maxResponseBodyBytes)(\[\])?$|^spec\.(compress|retry|circuitBreaker|contentType|grpcWeb)\.|\.(forwardingTimeouts|healthCheck|sticky|responseForwarding|strategy)(\.|$)|\.(alpnProtocols|curvePreferences|preferServerCipherSuites|nativeLB|nodePortLB|passHostHeader)/;
