import type { AuthAtom } from "../auth-formula.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";

/** Passwords, an external check and OAuth of the path, and the client certificate that the host asks for: all of them are needed. */
export function readHaproxyIngressAuth(values: AnnotationValues, namespace: string | undefined): Auth {
  const secret = values.text("auth-secret");
  const url = values.text("auth-url");
  const oauth = values.text("oauth");
  const certificate = readCertificate(values);
  if (typeof certificate === "string") return { kind: "unreadable", text: certificate };
  if (oauth !== undefined && !["oauth2_proxy", "oauth2-proxy"].includes(oauth))
    return { kind: "unreadable", text: `oauth: ${oauth}` };
  const atoms: AuthAtom[] = [
    ...certificate.atoms,
    ...(secret === undefined ? [] : [{ kind: "basic", by: qualified(secret, namespace) } as const]),
    ...(url === undefined ? [] : [{ kind: "external", by: url } as const]),
    ...(oauth === undefined
      ? []
      : [{ kind: "external", by: `oauth2-proxy at ${values.text("oauth-uri-prefix") ?? "/oauth2"}` } as const]),
  ];
  return {
    ...noAuth,
    ways: [atoms],
    optionalCertificate: certificate.optional,
    ...(certificate.failOpen.length > 0 ? { failOpen: certificate.failOpen } : {}),
  };
}

interface CertificateCheck {
  readonly atoms: readonly AuthAtom[];
  readonly optional: "no" | "unverified" | "verified";
  readonly failOpen: readonly string[];
}

const unchecked: CertificateCheck = { atoms: [], optional: "no", failOpen: [] };

function readCertificate(values: AnnotationValues): CertificateCheck | string {
  const secret = values.text("auth-tls-secret");
  if (secret === undefined) return unchecked;
  const verify = values.text("auth-tls-verify-client") ?? "on";
  if (hasPlaceholder(verify)) return `auth-tls-verify-client: ${verify}`;
  if (verify === "off") return unchecked;
  if (verify === "optional") return { ...unchecked, optional: "verified" };
  if (verify === "optional_no_ca") return { ...unchecked, optional: "unverified" };
  // Without strictness, a CA that cannot be read lets every connection pass.
  const strict = values.flag("auth-tls-strict") ?? true;
  if (strict === "unknown") return "auth-tls-strict";
  return {
    ...unchecked,
    atoms: [{ kind: "client-certificate", by: secret }],
    failOpen: strict ? [] : [`the CA ${secret}`],
  };
}

export function qualified(secret: string, namespace: string | undefined): string {
  return secret.includes("/") || namespace === undefined ? secret : `${namespace}/${secret}`;
}
