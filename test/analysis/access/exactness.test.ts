import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { describeAccess } from "../../../src/analysis/access/access-state.ts";
import type { Atom } from "../../../src/analysis/access/atom.ts";
import { AtomSet } from "../../../src/analysis/access/atom-set.ts";
import { type GainedAtom, gainedAccess } from "../../../src/analysis/access/gained-access.ts";
import { heldAccess } from "../../../src/analysis/access/held-access.ts";
import type { Plain, Resource } from "../../../src/kubernetes/resource.ts";
import { isAllowed, type Request } from "./authorizer.ts";

const numRuns = Number(process.env.EXACTNESS_RUNS ?? 150);

describe("gained access agrees with the authorizer on every request of a small universe", () => {
  test("a request that became possible is matched by a gained atom", () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        const gained = gainedBetween(before, after);
        for (const request of requests)
          if (isAllowed(after, request) && !isAllowed(before, request))
            expect(gained.some((item) => allows(item, request)) ? "matched" : request).toBe("matched");
      }),
      { numRuns },
    );
  });

  test("every gained atom makes a request possible that was not before", () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        for (const item of gainedBetween(before, after)) {
          const request = witness(item);
          expect([item.atom, request, isAllowed(after, request), isAllowed(before, request)]).toEqual([
            item.atom,
            request,
            true,
            false,
          ]);
        }
      }),
      { numRuns },
    );
  });
});

/** Nobody's values: what a `*` covers and no list names. */
const fresh = "fresh";
const namespaces = ["n1", "n2"];
const verbs = ["get", "list", "create", "deletecollection", "bind"];
const names = ["x", "n1"];
const resources = ["pods", "pods/exec", "nodes", "namespaces", "clusterroles"];
const urls = ["/a", "/a/b", "/c"];

const groupOf: Readonly<Record<string, string>> = { clusterroles: "rbac.authorization.k8s.io" };
const groups = ["", "rbac.authorization.k8s.io", fresh];

const users: readonly Pick<Request, "user" | "groups">[] = [
  { user: "u", groups: ["system:authenticated"] },
  { user: "system:anonymous", groups: ["system:unauthenticated"] },
  { user: "member", groups: ["g", "system:authenticated"] },
  { user: "anyone", groups: ["system:authenticated"] },
  ...namespaces.map((namespace) => ({
    user: `system:serviceaccount:${namespace}:s`,
    groups: [`system:serviceaccounts:${namespace}`, "system:serviceaccounts", "system:authenticated"],
  })),
];

/** Every request that can really reach an API server, with one fresh value in every dimension. */
const requests: readonly Request[] = users.flatMap((who) => [
  ...[...urls, "/fresh"].flatMap((url) => ["get", fresh].map((verb) => urlRequest(who, url, verb))),
  ...groups.flatMap((group) =>
    [...resources, fresh, "fresh/exec"].flatMap((resource) =>
      [...verbs, fresh].flatMap((verb) =>
        targets(group, resource, verb).map((at) => ({ ...who, group, resource, verb, ...at })),
      ),
    ),
  ),
]);

function urlRequest(who: Pick<Request, "user" | "groups">, url: string, verb: string): Request {
  return { ...who, namespace: "", group: "", resource: "", name: "", url, verb };
}

function targets(group: string, resource: string, verb: string): readonly Pick<Request, "namespace" | "name">[] {
  const named = verb === "deletecollection" ? [""] : ["", ...names, fresh];
  const inNamespace = (list: readonly string[]) =>
    list.flatMap((namespace) => named.map((name) => ({ namespace, name })));
  if (group === "" && resource === "nodes") return inNamespace([""]);
  if (group === "" && resource === "namespaces") {
    if (["list", "create", "deletecollection"].includes(verb)) return inNamespace([""]);
    return [...namespaces, fresh].map((name) => ({ namespace: name, name }));
  }
  if (group === groupOf.clusterroles && resource === "clusterroles")
    return inNamespace(verb === "bind" ? ["", ...namespaces] : [""]);
  return inNamespace(["", ...namespaces, fresh]);
}

const some = <T>(values: readonly T[], max = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: max });

const rules = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      apiGroups: some(["", "rbac.authorization.k8s.io", "*"], 2),
      resources: some([...resources, "*", "*/exec", "pods/*"]),
      verbs: some([...verbs, "*"]),
      resourceNames: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(names, 2) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ nonResourceURLs: some([...urls, "*", "/a*", "/a/*"]), verbs: some(["get", "*"], 2) }),
  },
);

const subjects = [
  { kind: "User", name: "u" },
  { kind: "User", name: "system:anonymous" },
  { kind: "User", name: "system:serviceaccount:n1:s" },
  { kind: "Group", name: "g" },
  { kind: "Group", name: "system:authenticated" },
  { kind: "Group", name: "system:serviceaccounts" },
  { kind: "ServiceAccount", name: "s", namespace: "n1" },
  { kind: "ServiceAccount", name: "s" },
];

const roles = fc.record({ rules: fc.array(rules, { maxLength: 3 }) });
const bindings = fc.record({
  role: fc.nat(2),
  subjects: some(subjects, 2),
  scope: fc.constantFrom("n1", "n2", "cluster"),
});

const states = fc
  .record({ roles: fc.array(roles, { minLength: 3, maxLength: 3 }), bindings: fc.array(bindings, { maxLength: 3 }) })
  .map(({ roles, bindings }): readonly Resource[] => [
    ...roles.map(({ rules }, index) => object("ClusterRole", undefined, `r${index}`, { rules })),
    ...bindings.map(({ role, subjects, scope }, index) => {
      const isCluster = scope === "cluster";
      const known = subjects.filter(({ kind, namespace }) => !isCluster || kind !== "ServiceAccount" || namespace);
      const data = { roleRef: { kind: "ClusterRole", name: `r${role}` }, subjects: known };
      return object(isCluster ? "ClusterRoleBinding" : "RoleBinding", isCluster ? undefined : scope, `b${index}`, data);
    }),
  ]);

function object(kind: string, namespace: string | undefined, name: string, data: Record<string, unknown>): Resource {
  const group = "rbac.authorization.k8s.io";
  const place = { file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 1, side: "after", text: "" } as const;
  return {
    apiVersion: `${group}/v1`,
    group,
    version: "v1",
    kind,
    namespace,
    name,
    labels: {},
    annotations: {},
    data: data as Record<string, Plain>,
    file: "a.yaml",
    linesOf: () => [],
    locate: () => place,
  };
}

function gainedBetween(before: readonly Resource[], after: readonly Resource[]): readonly GainedAtom[] {
  const [from, to] = [describeAccess(before), describeAccess(after)];
  return gainedAccess(from, to, heldAccess(from));
}

function allows({ principal, scope, atom }: GainedAtom, request: Request): boolean {
  const isHeld = [`user:${request.user}`, ...request.groups.map((name) => `group:${name}`)].includes(principal.key);
  const inScope = scope.kind === "cluster" || (request.namespace !== "" && scope.namespace === request.namespace);
  const set = new AtomSet();
  set.add(atom);
  return isHeld && inScope && [...asAtoms(request)].some((asked) => set.covers(asked));
}

function* asAtoms({ group, resource, verb, name, url }: Request): Iterable<Atom> {
  if (url !== undefined) yield { kind: "url", url, verb };
  else yield { kind: "resource", group, resource, verb, name: name === "" ? null : name };
}

/** A request that only this atom is about, with fresh values wherever it says `*`. */
function witness({ principal, scope, atom }: GainedAtom): Request {
  const who = requesterFor(principal.key);
  if (atom.kind === "url") {
    const verb = atom.verb === "*" ? fresh : atom.verb;
    return urlRequest(who, atom.url.replace(/\*$/, "fresh"), verb);
  }
  if (atom.kind === "opaque") throw new Error("every role of the universe is known");
  const namespace = scope.kind === "cluster" ? "" : (scope.namespace ?? "");
  const group = atom.group === "*" ? fresh : atom.group;
  const resource = atom.resource === "*" ? fresh : atom.resource.replace(/^\*/, fresh);
  const verb = atom.verb === "*" ? fresh : atom.verb;
  const name = atom.name ?? (verb === "deletecollection" ? "" : fresh);
  return { ...who, namespace, group, resource, verb, name };
}

function requesterFor(key: string): Pick<Request, "user" | "groups"> {
  const found = users.find(({ user }) => `user:${user}` === key);
  if (found) return found;
  if (key === "group:g") return { user: "member", groups: ["g", "system:authenticated"] };
  if (key === "group:system:serviceaccounts")
    return { user: "other", groups: ["system:serviceaccounts", "system:authenticated"] };
  return { user: "anyone", groups: [key.slice("group:".length)] };
}
