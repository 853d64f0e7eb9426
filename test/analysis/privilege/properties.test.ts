import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Entry, newEntries } from "../../../src/analysis/privilege/argocd/patterns.ts";
import { matchesWildcard } from "../../../src/analysis/wildcard.ts";
import { changesBetween, object } from "./changes-between.ts";

const pattern = fc.stringMatching(/^[ab/*]{1,4}$/);
const entries = fc.array(fc.tuple(pattern, pattern), { maxLength: 4 });

/** A text that a pattern with nothing but stars stands for. */
const filled = (field: string, filling: string) => field.replaceAll("*", () => filling);

describe("entries with stars", () => {
  test("what is not new was allowed already", () => {
    fc.assert(
      fc.property(entries, entries, fc.stringMatching(/^[ab]{0,3}$/), (from, to, filling) => {
        const added = new Set(newEntries(from, to));
        for (const entry of to.filter((one) => !added.has(one))) {
          if (from.some((one) => JSON.stringify(one) === JSON.stringify(entry))) continue;
          const witness = entry.map((field) => filled(field, filling));
          const isRepeated = [...added].some((one) => JSON.stringify(one) === JSON.stringify(entry));
          expect(isRepeated || from.some((one) => fits(one, witness))).toBe(true);
        }
      }),
    );
  });

  test("the same entries in any order are nothing new", () => {
    const shuffled = entries.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(fc.property(shuffled, ([from, to]) => expect(newEntries(from, to)).toEqual([])));
  });
});

function fits(one: Entry, texts: readonly string[]): boolean {
  return one.every((field, index) => matchesWildcard(field, texts[index] ?? ""));
}

const some = <T>(...values: readonly T[]) => fc.subarray([...values]);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const lines = some("p, r, applications, get, x/*, allow", "p, r, *, *, *, deny", "g, a, role:admin", "g, b, r").map(
  (list) => list.join("\n"),
);
const kinds = some({ group: "*", kind: "*" }, { group: "", kind: "Service" }, { group: "apps", kind: "*" });

const settings: Readonly<Record<string, fc.Arbitrary<string>>> = {
  SecurityContextConstraints: fc
    .record({
      allowPrivilegedContainer: maybe(fc.boolean()),
      allowPrivilegeEscalation: maybe(fc.boolean()),
      readOnlyRootFilesystem: maybe(fc.boolean()),
      runAsUser: maybe(fc.record({ type: fc.constantFrom("RunAsAny", "MustRunAsNonRoot") })),
      allowedCapabilities: some("*", "KILL", "SYS_ADMIN"),
      requiredDropCapabilities: some("ALL", "KILL"),
      volumes: some("*", "hostPath", "secret"),
      users: some("a", "b"),
      priority: maybe(fc.constant(1)),
    })
    .map((fields) => object("security.openshift.io/v1", "SecurityContextConstraints", "x", fields)),
  AppProject: fc
    .record({
      sourceRepos: maybe(some("*", "https://x/*", "https://x/a", "!https://x/b")),
      destinations: maybe(
        some({ server: "*", namespace: "*" }, { server: "s", namespace: "a-*" }, { server: "s", namespace: "a-b" }),
      ),
      clusterResourceWhitelist: maybe(kinds),
      namespaceResourceWhitelist: maybe(kinds),
      namespaceResourceBlacklist: maybe(kinds),
      roles: some({ name: "r", groups: ["a"], policies: ["p, r, *, *, *, allow"] }, { name: "q", groups: ["b"] }),
      signatureKeys: maybe(some({ keyID: "A" }, { keyID: "B" })),
      syncWindows: maybe(fc.constant([{ kind: "deny" }])),
    })
    .map((spec) => object("argoproj.io/v1alpha1", "AppProject", "x", { spec })),
  "argocd-rbac-cm": fc
    .record({
      "policy.csv": maybe(lines),
      "policy.x.csv": maybe(lines),
      "policy.default": maybe(fc.constantFrom("", "role:readonly", "role:x", "role:admin")),
    })
    .map((data) => object("v1", "ConfigMap", "argocd-rbac-cm", { data })),
  "aws-auth": some(
    { rolearn: "a", username: "u", groups: ["system:masters"] },
    { rolearn: "a", username: "u", groups: ["x"] },
    { rolearn: "b" },
  ).map((list) =>
    object("v1", "ConfigMap", "aws-auth", { data: { mapRoles: JSON.stringify(list) } }, { namespace: "kube-system" }),
  ),
  Namespace: fc
    .record({
      "pod-security.kubernetes.io/enforce": maybe(fc.constantFrom("baseline", "restricted")),
      "istio-injection": maybe(fc.constantFrom("enabled", "disabled")),
      "istio.io/dataplane-mode": maybe(fc.constantFrom("ambient", "none")),
    })
    .map((labels) => object("v1", "Namespace", "x", {}, { namespace: undefined, labels })),
};

const mirror = { widened: "narrowed", narrowed: "widened", unknown: "unknown", neutral: "neutral" } as const;

describe.each(Object.entries(settings))("%s", (_, texts) => {
  test("swapped, every change points the other way", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const forwards = changesBetween(before, after).map(({ kind, direction }) => `${kind} ${mirror[direction]}`);
        const backwards = changesBetween(after, before).map(({ kind, direction }) => `${kind} ${direction}`);
        expect(backwards.sort()).toEqual(forwards.sort());
      }),
    );
  });

  test("what stays is no change", () => {
    fc.assert(fc.property(texts, (text) => expect(changesBetween(text, text)).toEqual([])));
  });

  test("an effect names each of its parts once, and holds no places", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        for (const { parts, effect } of changesBetween(before, after)) {
          const own = (parts ?? []).map((part) => JSON.stringify(part));
          expect(new Set(own).size).toBe(own.length);
          expect(JSON.stringify([effect, parts])).not.toContain("manifest.yaml");
        }
      }),
    );
  });
});
