import type { ControlName } from "./control-values.ts";

/** What a control is called in a sentence or a table; other names, such as annotations, stay as they are. */
export function controlTitle(name: string): string {
  return Object.hasOwn(titles, name) ? (titles[name as ControlName | "reach"] ?? name) : name;
}

const titles: Readonly<Partial<Record<ControlName | "reach", string>>> = {
  reach: "reachable from",
  accessLog: "access log",
  attachment: "who may attach",
  auth: "authentication",
  backendTls: "encryption to the pods",
  bodyLimit: "size of bodies",
  certificate: "certificate",
  ciphers: "weak ciphers",
  clientIp: "client address",
  cors: "CORS",
  denials: "rules that refuse",
  dns: "DNS record",
  endOfLife: "support of the controller",
  hardening: "guards switched off",
  hsts: "HSTS",
  ineffective: "settings without effect",
  injection: "values like those of exploits",
  issuer: "issuer of the certificate",
  meshMtls: "mutual TLS in the mesh",
  mirror: "copies of requests",
  passthrough: "TLS passthrough",
  rateLimit: "rate limit",
  redirect: "plain HTTP",
  redirectTarget: "redirects elsewhere",
  references: "references across namespaces",
  requestHeaders: "identity headers kept from clients",
  responseHeaders: "security headers",
  rewrite: "path for the service",
  snippet: "proxy configuration",
  sourceRange: "accepted addresses",
  tls: "TLS",
  tlsVersion: "oldest TLS version",
  waf: "web application firewall",
};
