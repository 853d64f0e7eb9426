/** Whether a path is one under which administration, metrics and debugging usually live. */
export function isSensitivePath(path: string): boolean {
  return sensitive.test(path);
}

const sensitive = new RegExp(
  `^/([^/]+/)?(${[
    "admin(istration|istrator)?|actuator|metrics|debug|console|swagger(-ui)?|api-docs|graphi?ql-?playground|graphiql",
    "\\.git|\\.env|server-status|nginx_status|manage(ment|r)?|internal|phpmyadmin|jmx|pprof|_cat|_cluster|wp-admin",
  ].join("|")})([/.*]|$)`,
  "i",
);

/** Whether losing a protection there weighs more: such a path, or one of sign-in, tokens or payments. */
export function isCriticalPath(path: string): boolean {
  return isSensitivePath(path) || critical.test(path);
}

const critical =
  /^\/([^/]+\/){0,2}(login|log-in|signin|sign-in|oauth2?|token|auth|session|password|pay|payments?|checkout|cards?|billing)([/.*]|$)/i;
