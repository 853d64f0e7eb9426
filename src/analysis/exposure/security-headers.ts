/** Whether an answer's header protects the visitor's browser (PCI DSS 11.6.1 calls them security-impacting). Case is ignored. */
export function isSecurityHeader(name: string): boolean {
  return security.has(name.toLowerCase());
}

/** Whether a request's header tells the service who is calling, so that a client must not set it itself. Case is ignored. */
export function isIdentityHeader(name: string): boolean {
  return identity.test(name);
}

const security = new Set([
  "content-security-policy",
  "content-security-policy-report-only",
  "x-frame-options",
  "x-content-type-options",
  "referrer-policy",
  "permissions-policy",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "cross-origin-resource-policy",
  "x-xss-protection",
]);

const identity =
  /^(x-)?((auth|authenticated|auth-request|remote|forwarded|webauth|goog-authenticated|amzn-oidc|ms-client)[-_]?(request[-_])?(user|email|groups?|roles?|name|id|identity|data|accesstoken|principal|tenant|token|preferred[-_]username)?|user|username|email|groups?|roles?|tenant|client-cert|ssl-client-.*|forwarded-(for|user|email|groups|preferred-username|client-cert|proto|host)|real-ip|client-ip|envoy-external-address|original-forwarded-for|api-key|jwt-.*)$|^authorization$/i;
