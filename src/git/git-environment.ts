/**
 * The environment of every git process: nothing that redirects git (`GIT_DIR`, `GIT_OBJECT_DIRECTORY`, …) or makes it
 * run programs is inherited, and the user's and the system's configuration are not read.
 */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => inheritedNames.has(name.toUpperCase()));
  return { ...Object.fromEntries(inherited), ...fixed, ...extra };
}

const inheritedNames = new Set([
  "PATH",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SYSTEMROOT",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
]);

const fixed = {
  LC_ALL: "C",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_ASKPASS: "",
  GIT_PAGER: "cat",
  GIT_OPTIONAL_LOCKS: "0",
  // A replace ref would show other content than the object id names.
  GIT_NO_REPLACE_OBJECTS: "1",
  // A graft would give commits other parents, and so a pull request another merge base.
  GIT_GRAFT_FILE: "/dev/null",
  GIT_LITERAL_PATHSPECS: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
};

/**
 * Options before the subcommand. `safe.directory`: a repository may belong to another user, because no command that we
 * run executes what its configuration names.
 */
export const safeOptions: readonly string[] = [
  "--no-pager",
  "-c",
  "safe.directory=*",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "gc.auto=0",
  "-c",
  "maintenance.auto=false",
];
