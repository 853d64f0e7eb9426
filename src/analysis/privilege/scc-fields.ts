import type { Weight } from "./privilege-change.ts";

/** The fields of SecurityContextConstraints (security.openshift.io/v1) and what they let pods be. */

interface Switch {
  readonly field: string;
  readonly says: string;
  readonly weight: Weight;
  /** What counts where the field is absent. */
  readonly absent: boolean;
  /** The value that lets pods do it. */
  readonly opens: boolean;
}

export const switches: readonly Switch[] = [
  on("allowPrivilegedContainer", "lets containers be privileged", "high"),
  on("allowHostNetwork", "lets pods use the network of their node", "high"),
  on("allowHostPID", "lets pods see the processes of their node", "high"),
  on("allowHostIPC", "lets pods share memory with their node", "high"),
  on("allowHostPorts", "lets pods take ports of their node", "medium"),
  { ...on("allowPrivilegeEscalation", "lets processes gain privileges", "medium"), absent: true },
  { ...on("readOnlyRootFilesystem", "lets containers write to their image", "low"), opens: false },
];

/** How an identity is chosen; `RunAsAny` leaves it to the pod. */
export const strategies: readonly { readonly field: string; readonly says: string; readonly weight: Weight }[] = [
  { field: "runAsUser", says: "lets containers run as any user, root included", weight: "high" },
  { field: "seLinuxContext", says: "lets containers have any SELinux context", weight: "high" },
  { field: "fsGroup", says: "lets pods have any file system group", weight: "medium" },
  { field: "supplementalGroups", says: "lets pods have any supplemental group", weight: "medium" },
];

interface List {
  readonly field: string;
  readonly says: (value: string) => string;
  readonly weightOf: (value: string) => Weight;
  /** What stands in the list is taken away rather than given. */
  readonly restricts?: true;
}

const medium = (): Weight => "medium";

/** Capabilities that amount to control of the node (capabilities(7)). */
const strong = /^(?:\*|ALL|(?:CAP_)?(?:SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_READ_SEARCH|BPF|NET_ADMIN))$/i;
const ofCapability = (name: string): Weight => (strong.test(name) ? "high" : "medium");

export const lists: readonly List[] = [
  {
    field: "allowedCapabilities",
    says: (name) => `lets containers have the capability \`${name}\``,
    weightOf: ofCapability,
  },
  {
    field: "defaultAddCapabilities",
    says: (name) => `gives containers the capability \`${name}\``,
    weightOf: ofCapability,
  },
  {
    field: "requiredDropCapabilities",
    says: (name) => `lets containers keep the capability \`${name}\``,
    weightOf: medium,
    restricts: true,
  },
  {
    field: "volumes",
    says: (name) => `lets pods have volumes of type \`${name}\``,
    weightOf: (name) => (name === "*" || name === "hostPath" ? "high" : "low"),
  },
  { field: "allowedFlexVolumes", says: (name) => `lets pods have flex volumes of \`${name}\``, weightOf: medium },
  { field: "allowedUnsafeSysctls", says: (name) => `lets pods set \`${name}\``, weightOf: medium },
  { field: "forbiddenSysctls", says: (name) => `lets pods set \`${name}\``, weightOf: medium, restricts: true },
  { field: "seccompProfiles", says: (name) => `lets pods have the seccomp profile \`${name}\``, weightOf: medium },
];

/** Compared for equality only. */
export const otherFields: readonly string[] = ["priority", "defaultAllowPrivilegeEscalation", "userNamespaceLevel"];

function on(field: string, says: string, weight: Weight): Switch {
  return { field, says, weight, absent: false, opens: true };
}
