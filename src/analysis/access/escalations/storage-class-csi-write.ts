import type { Escalation } from "../escalation.ts";

export const storageClassCsiWrite: Escalation = {
  id: "storage-class-csi-write",
  family: "infrastructure-control",
  allows: "change storage classes and drivers",
  needs: [
    "storage.k8s.io storageclasses,csidrivers,csinodes,volumeattachments create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "high", namespace: null, named: "medium" },
};
