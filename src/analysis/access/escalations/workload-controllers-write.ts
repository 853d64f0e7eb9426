import type { Escalation } from "../escalation.ts";

export const workloadControllersWrite: Escalation = {
  id: "workload-controllers-write",
  family: "workload-write",
  allows: "write workloads",
  needs: [
    "apps deployments,daemonsets,statefulsets,replicasets create,update,patch",
    "batch jobs,cronjobs create,update,patch",
    "core replicationcontrollers create,update,patch",
    "argoproj.io rollouts,workflows,cronworkflows,workflowtemplates create,update,patch",
    "tekton.dev taskruns,pipelineruns create,update,patch",
    "serving.knative.dev services,configurations create,update,patch",
    "kubevirt.io virtualmachines,virtualmachineinstances create,update,patch",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
