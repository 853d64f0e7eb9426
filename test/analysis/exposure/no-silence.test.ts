import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { changesBetween, type IngressText, ingress } from "./ingress-texts.ts";

// An Ingress controller in miniature, written down without the code under test: scan everything, keep the most specific.
type Answer = string | null;

function answer(state: readonly IngressText[], host: string, path: string): Answer {
  const naming = (test: (pattern: string | null) => boolean) =>
    state.filter((text) => (text.hosts ?? []).some((pattern) => test(pattern)));
  const parent = host.slice(host.indexOf(".") + 1);
  const exact = naming((pattern) => pattern === host);
  const wildcard = naming((pattern) => pattern === `*.${parent}`);
  const server = exact.length > 0 ? exact : wildcard.length > 0 ? wildcard : naming((pattern) => pattern === null);
  const claims = server.flatMap((text) => (text.paths ?? []).map((claim) => ({ text, claim })));
  const fitting = claims
    .filter(({ claim: [pattern, type] }) => (type === "Exact" ? path === pattern : fits(path, pattern)))
    .sort((a, b) => rank(b.claim) - rank(a.claim));
  const [first] = fitting;
  return first ? JSON.stringify([first.claim[2], first.text.annotations ?? {}]) : null;
}

function fits(path: string, prefix: string): boolean {
  const wanted = prefix.split("/").filter((part) => part !== "");
  const parts = path.split("/").filter((part) => part !== "");
  return wanted.every((part, index) => parts[index] === part);
}

function rank([path, type]: readonly [string, string?, string?]): number {
  return path.length * 2 + (type === "Exact" ? 1 : 0);
}

const hosts = ["a.io", "b.a.io", "c.a.io", "x.b.a.io", "stranger.net"];
const paths = ["/", "/x", "/x/", "/x/y", "/x/y/z", "/xy", "/X", "/q"];

// Every host and path has at most one owner, because the repository does not tell which of several wins.
const state = fc
  .uniqueArray(
    fc.record({
      host: fc.constantFrom("a.io", "b.a.io", "*.a.io", null),
      path: fc.constantFrom("/", "/x", "/x/y"),
      type: fc.constantFrom("Exact", "Prefix"),
      service: fc.constantFrom("web", "api"),
      guard: fc.constantFrom({}, { "auth-url": "https://login.io" }, { "whitelist-source-range": "10.0.0.0/8" }),
    }),
    { maxLength: 5, selector: ({ host, path, type }) => `${host} ${path} ${type}` },
  )
  .map((routes) =>
    routes.map(
      ({ host, path, type, service, guard }, index): IngressText => ({
        name: `i${index}`,
        hosts: [host],
        paths: [[path, type, service]],
        annotations: guard,
      }),
    ),
  );

test("a request that is answered in another way is never without a change, and equal answers are without one", () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const requests = hosts.flatMap((host) => paths.map((path) => [host, path] as const));
      const differs = requests.some(([host, path]) => answer(before, host, path) !== answer(after, host, path));
      const changes = changesBetween(
        before.map((text) => ingress(text)),
        after.map((text) => ingress(text)),
      );
      expect(changes.length > 0).toBe(differs);
    }),
    { numRuns: 150 },
  );
});
