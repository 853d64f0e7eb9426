import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { takeInventory } from "../../../src/analysis/inventory/take-inventory.ts";
import { viewOf } from "./support.ts";

const objects = [
  "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
  "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web, namespace: shop }\n",
  "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { metadata: { labels: { app: web } }, spec: { containers: [] } } }\n",
  "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {} }\n",
  "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web, namespace: shop }\nspec: { podSelector: { matchLabels: { app: web } }, ingress: [{}] }\n",
  "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: NodePort, selector: { app: web }, ports: [{ port: 80 }] }\n",
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { kind: ClusterRole, name: edit }\nsubjects: [{ kind: ServiceAccount, name: web, namespace: shop }, { kind: User, name: ann }]\n",
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: own }\nrules: [{ apiGroups: [''], resources: [secrets], verbs: [get] }]\n",
];

const nothing = { generators: [], unread: [] };
const take = (files: Readonly<Record<string, string>>) => takeInventory(nothing, [viewOf(files)]);

describe("an inventory", () => {
  test("does not depend on the order of files and objects", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(objects.map((text, index) => [`${index}.yaml`, text] as const)),
        fc.integer({ min: 0, max: 7 }),
        (files, start) => {
          const turned = [...files.slice(start), ...files.slice(0, start)];
          expect(take(Object.fromEntries(turned))).toEqual(take(Object.fromEntries(files)));
        },
      ),
      {
        numRuns: 60,
        examples: [[[3, 4].reverse().map((index) => [`${index}.yaml`, objects[index] ?? ""] as const), 1]],
      },
    );
  });

  test("names no row twice", () => {
    const rows = take(Object.fromEntries(objects.map((text, index) => [`${index}.yaml`, text])));
    const names = rows.map(({ section, identity }) => JSON.stringify([section, identity]));
    expect(new Set(names).size).toBe(names.length);
    expect(rows.length).toBeGreaterThan(5);
  });

  test("never says less of one view because of another", () => {
    const files = Object.fromEntries(objects.map((text, index) => [`${index}.yaml`, text]));
    const alone = takeInventory(nothing, [viewOf(files, "a")]);
    const both = takeInventory(nothing, [viewOf(files, "a"), viewOf({ "0.yaml": objects[0] ?? "" }, "b")]);
    const withoutViews = (rows: typeof alone) => rows.map(({ views: _, ...rest }) => rest);
    for (const row of withoutViews(alone)) expect(withoutViews(both)).toContainEqual(row);
  });
});
