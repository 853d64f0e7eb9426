import type { Escalation } from "../escalation.ts";

export const crdWrite: Escalation = {
  id: "crd-write",
  family: "admission-control",
  allows: "change CustomResourceDefinitions",
  needs: ["apiextensions.k8s.io customresourcedefinitions create,update,patch,delete,deletecollection"],
  match: "any",
  danger: { cluster: "high", namespace: null, named: "high" },
};
