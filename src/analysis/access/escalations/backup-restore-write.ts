import type { Escalation } from "../escalation.ts";

export const backupRestoreWrite: Escalation = {
  id: "backup-restore-write",
  family: "infrastructure-control",
  allows: "copy or restore volumes and backups",
  needs: [
    "velero.io backups,restores,backupstoragelocations,schedules create,update,patch",
    "snapshot.storage.k8s.io volumesnapshots,volumesnapshotcontents create,update,patch",
  ],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "medium" },
};
