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
