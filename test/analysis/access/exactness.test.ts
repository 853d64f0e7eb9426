import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { describeAccess } from "../../../src/analysis/access/access-state.ts";
import type { Atom } from "../../../src/analysis/access/atom.ts";
import { AtomSet } from "../../../src/analysis/access/atom-set.ts";
import { type GainedAtom, gainedAccess } from "../../../src/analysis/access/gained-access.ts";
import { heldAccess } from "../../../src/analysis/access/held-access.ts";
import type { Plain, Resource } from "../../../src/kubernetes/resource.ts";
import { runs } from "../../support/runs.ts";
import { authorizer, type Request } from "./authorizer.ts";

/** More than a minute is what ten thousand universes take. */
const timeout = process.env.NIGHTLY ? 3_600_000 : 60_000;

describe("gained access agrees with the authorizer on every request of a small universe", () => {
  test(
    "a request that became possible is matched by a gained atom",
    () => {
      fc.assert(
        fc.property(states, states, fc.nat(slices - 1), (before, after, slice) => {
          const gained = gainedBetween(before, after).map(allowedBy);
          const [could, can] = [authorizer(before), authorizer(after)];
          for (const request of requests.filter((_, index) => index % slices === slice))
            if (can(request) && !could(request))
              expect(gained.some((allows) => allows(request)) ? "matched" : request).toBe("matched");
        }),
        runs(150, 10_000),
      );
    },
    timeout,
  );

  test(
    "every gained atom makes a request possible that was not before",
    () => {
      fc.assert(
        fc.property(states, states, (before, after) => {
          const [could, can] = [authorizer(before), authorizer(after)];
          for (const item of gainedBetween(before, after)) {
            if (item.atom.kind === "opaque") continue;
            const request = witness(item);
            expect([item.atom, request, can(request), could(request)]).toEqual([item.atom, request, true, false]);
          }
        }),
        runs(150, 10_000),
      );
    },
    timeout,
  );

  test("nothing is gained between a state and itself, and an unknown role is gained by its name only", () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        expect(gainedBetween(after, after)).toEqual([]);
        const opaque = gainedBetween(before, after).filter(({ atom }) => atom.kind === "opaque");
        expect(opaque.every(({ grant }) => grant.role === undefined)).toBe(true);
      }),
      runs(100, 2000),
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
  { user: "system:serviceaccount:n1:other", groups: accountGroups("n1") },
  ...namespaces.map((namespace) => ({
    user: `system:serviceaccount:${namespace}:s`,
    groups: accountGroups(namespace),
  })),
];

function accountGroups(namespace: string): readonly string[] {
  return [`system:serviceaccounts:${namespace}`, "system:serviceaccounts", "system:authenticated"];
}

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

/** One pair of states is tried with a part of the requests, chosen at random. */
const slices = 5;

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
  { kind: "Group", name: "system:unauthenticated" },
  { kind: "Group", name: "system:serviceaccounts" },
  { kind: "Group", name: "system:serviceaccounts:n1" },
  { kind: "ServiceAccount", name: "s", namespace: "n1" },
  { kind: "ServiceAccount", name: "s" },
];

const aggregations = fc.constantFrom<Readonly<Record<string, string>>>({ to: "a0" }, { to: "a1" }, { also: "yes" });
const labels = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom({ to: "a0" }, { to: "a1" }, { to: "a0", also: "yes" }) },
);

const roles = fc.record({ rules: fc.array(rules, { maxLength: 3 }), labels });
/** Roles that collect others, in chains and in circles; one with an empty selector collects everything. */
const aggregated = fc.record({
  selectors: fc.oneof<{ arbitrary: fc.Arbitrary<readonly Readonly<Record<string, string>>[]>; weight: number }[]>(
    { weight: 8, arbitrary: fc.array(aggregations, { maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constant([{}]) },
  ),
  labels,
});
const bindings = fc.record({
  role: fc.constantFrom("r0", "r1", "r2", "a0", "a1", "Role/l", "Role/nowhere", "nowhere"),
  subjects: some(subjects, 2),
  scope: fc.constantFrom("n1", "n2", "cluster"),
});

const states = fc
  .record({
    roles: fc.array(roles, { minLength: 3, maxLength: 3 }),
    local: fc.array(fc.record({ rules: fc.array(rules, { maxLength: 2 }) }), { maxLength: 2 }),
    aggregated: fc.array(aggregated, { maxLength: 2 }),
    bindings: fc.array(bindings, { maxLength: 4 }),
  })
  .map(({ roles, local, aggregated, bindings }): readonly Resource[] => [
    ...roles.map(({ rules, labels }, index) => object("ClusterRole", undefined, `r${index}`, { rules }, labels)),
    ...local.map(({ rules }, index) => object("Role", namespaces[index], "l", { rules })),
    ...aggregated.map(({ selectors, labels }, index) => {
      const clusterRoleSelectors = selectors.map((matchLabels) => ({ matchLabels }));
      return object("ClusterRole", undefined, `a${index}`, { aggregationRule: { clusterRoleSelectors } }, labels);
    }),
    ...bindings.map(({ role, subjects, scope }, index) => {
      const isCluster = scope === "cluster";
      const known = subjects.filter(({ kind, namespace }) => !isCluster || kind !== "ServiceAccount" || namespace);
      const [name = "", kind = "ClusterRole"] = role.split("/").reverse();
      // A ClusterRoleBinding to a Role is refused by the API server.
      const roleRef = isCluster ? { kind: "ClusterRole", name } : { kind, name };
      const data = { roleRef, subjects: known };
      return object(isCluster ? "ClusterRoleBinding" : "RoleBinding", isCluster ? undefined : scope, `b${index}`, data);
    }),
  ]);

function object(
  kind: string,
  namespace: string | undefined,
  name: string,
  data: Record<string, unknown>,
  labels: Readonly<Record<string, string>> = {},
): Resource {
  const group = "rbac.authorization.k8s.io";
  const place = { file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 1, side: "after", text: "" } as const;
  return {
    apiVersion: `${group}/v1`,
    group,
    version: "v1",
    kind,
    namespace,
    name,
    labels,
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

function allowedBy({ principal, scope, atom }: GainedAtom): (request: Request) => boolean {
  const set = new AtomSet();
  set.add(atom);
  return (request) => {
    const { user, groups, namespace } = request;
    const isHeld = principal.key === `user:${user}` || groups.some((name) => principal.key === `group:${name}`);
    if (!isHeld || (scope.kind === "namespace" && (namespace === "" || scope.namespace !== namespace))) return false;
    return [...asAtoms(request)].some((asked) => set.covers(asked));
  };
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
  if (key.startsWith("group:system:serviceaccounts")) {
    const own = key.slice("group:".length);
    return { user: "other", groups: [...new Set([own, "system:serviceaccounts", "system:authenticated"])] };
  }
  return { user: "anyone", groups: [key.slice("group:".length)] };
}
