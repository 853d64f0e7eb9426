const prefix = "nginx.ingress.kubernetes.io/";
const named = (...names: readonly string[]) => names.map((name) => prefix + name);

/** The annotations that the controls of `moreNginxControls` follow from, the most telling first. */
export const moreNginxAnnotations = {
  waf: named("enable-modsecurity", "modsecurity-snippet", "enable-owasp-core-rules"),
  cors: named("enable-cors", "cors-allow-origin", "cors-allow-credentials"),
  responseHeaders: named("custom-headers", "configuration-snippet", "server-snippet"),
  requestHeaders: named(
    "auth-response-headers",
    "auth-tls-pass-certificate-to-upstream",
    "auth-url",
    "auth-tls-secret",
  ),
  mirror: named("mirror-target", "mirror-host", "mirror-request-body"),
  rewrite: named("rewrite-target"),
  redirectTarget: named(
    "permanent-redirect",
    "temporal-redirect",
    "auth-signin",
    "auth-tls-error-page",
    "from-to-www-redirect",
    "auth-url",
    "auth-tls-secret",
  ),
  accessLog: named("enable-access-log"),
};
