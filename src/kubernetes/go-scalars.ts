/**
 * How the YAML readers of Kubernetes differ from YAML 1.2 (sigs.k8s.io/yaml, which reads with go-yaml 2, and kustomize with
 * go-yaml 3): `010` is octal, digits may have `_` between them, and `yes` is a boolean where the field is one.
 */

/** The number that a plain scalar is to them, where YAML 1.2 reads something else. */
export function goInteger(source: string): number | undefined {
  const [, sign = "", prefix = "", digits = ""] = integer.exec(source.replaceAll("_", "")) ?? [];
  const base = bases[prefix.toLowerCase()];
  if (base === undefined || (prefix === "" && !source.includes("_"))) return undefined;
  const value = Number.parseInt(digits, base);
  return Number.isSafeInteger(value) ? (sign === "-" ? -value : value) : undefined;
}

const integer = /^([-+]?)(0b(?=[01]+$)|0o?(?=[0-7]+$)|0x(?=[0-9a-f]+$)|(?=[0-9]+$))([0-9a-f]+)$/i;
const bases: Readonly<Record<string, number>> = { "0b": 2, "0": 8, "0o": 8, "0x": 16, "": 10 };

/** What a plain scalar says where a boolean is asked for; undefined where it is none. */
export function goBoolean(source: string): boolean | undefined {
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(source)) return true;
  return /^(?:n|N|no|No|NO|off|Off|OFF)$/.test(source) ? false : undefined;
}

/**
 * Fields of Kubernetes and of routing kinds that hold booleans. In any other field, such a word is text for kustomize and an
 * error for kubectl: it stays what it is.
 */
export const booleanFields: ReadonlySet<string> = new Set([
  // Pods and their accounts
  "automountServiceAccountToken",
  "hostNetwork",
  "hostPID",
  "hostIPC",
  "hostUsers",
  "privileged",
  "allowPrivilegeEscalation",
  "publishNotReadyAddresses",
  "allocateLoadBalancerNodePorts",
  // SecurityContextConstraints
  "allowHostDirVolumePlugin",
  "allowHostIPC",
  "allowHostNetwork",
  "allowHostPID",
  "allowHostPorts",
  "allowPrivilegedContainer",
  "defaultAllowPrivilegeEscalation",
  "readOnlyRootFilesystem",
  // Network policies
  "applyOnForward",
  "doNotTrack",
  "enableDefaultDeny",
  "preDNAT",
  // Routes and what protects them
  "accessControlAllowCredentials",
  "allowCredentials",
  "allowPrivateNetwork",
  "credentials",
  "default",
  "disabled",
  "dryRun",
  "enable",
  "enabled",
  "enableProxyProtocol",
  "failOpen",
  "forceSTSHeader",
  "httpsRedirect",
  "https_redirect",
  "ignoreCase",
  "ignoreUriCase",
  "insecureSkipVerify",
  "isDevelopment",
  "nativeLB",
  "optional",
  "optionalClientCertificate",
  "passHostHeader",
  "passthrough",
  "permitInsecure",
  "permanent",
  "skipClientCertValidation",
  "sniStrict",
  "sslRedirect",
  "stsIncludeSubdomains",
  "stsPreload",
  "tls",
  "trustForwardHeader",
  "verifyServer",
  "verifySSL",
  "websocket",
  // What delivers them
  "create",
  "includeSelectors",
  "permitOnlyProjectScopedClusters",
  "prune",
  "selfHeal",
  "suspend",
]);

/** Mappings whose keys are names that people give, and whose values are texts. */
export const textMappings: ReadonlySet<string> = new Set([
  "annotations",
  "commonAnnotations",
  "commonLabels",
  "data",
  "labels",
  "matchLabels",
  "nodeSelector",
  "podSelector",
  "selector",
  "stringData",
]);
