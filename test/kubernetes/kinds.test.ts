import { expect, test } from "@jest/globals";
import { isProtectedKindName, topicOf } from "../../src/kubernetes/kinds.ts";

test.each([
  ["networking.k8s.io", "Ingress", "exposure"],
  ["extensions", "Ingress", "exposure"],
  ["config.openshift.io", "Ingress", undefined],
  ["rbac.authorization.k8s.io", "ClusterRoleBinding", "access"],
  ["networking.k8s.io", "NetworkPolicy", "connectivity"],
  ["projectcalico.org", "NetworkPolicy", "connectivity"],
  ["route.openshift.io", "Route", "exposure"],
  ["serving.knative.dev", "Route", undefined],
  ["", "Service", "exposure"],
  ["apps", "Deployment", "routing-support"],
  ["serving.knative.dev", "Service", undefined],
  ["", "Namespace", "supporting"],
  ["kustomize.toolkit.fluxcd.io", "Kustomization", "generator"],
  ["kustomize.config.k8s.io", "Kustomization", undefined],
  ["", "constructor", undefined],
])("%s/%s is %s", (group, kind, topic) => {
  expect(topicOf(group, kind)).toBe(topic);
});

test("a kind that only supports others, or produces them, is not protected itself", () => {
  expect(["Ingress", "Role", "Gateway", "Namespace", "HelmRelease"].filter(isProtectedKindName)).toEqual([
    "Ingress",
    "Role",
    "Gateway",
  ]);
});
