import { listed, sayLine } from "../../analysis/access/grant-lines.ts";
import { showReach } from "../../analysis/exposure/reach.ts";
import type {
  ExposureRow,
  FlowRow,
  GapRow,
  GrantNote,
  GrantRow,
  InventoryRow,
  Protection,
  ServedPath,
} from "../../analysis/inventory/inventory-row.ts";
import { powerWords } from "./power-words.ts";

/** A row as a table shows it. Untrusted text: escape it for where it goes. */
export interface Words {
  /** What the rows of a section are told apart by, the worst first: reach, power, isolation, reason. */
  readonly kind: string;
  readonly subject: string;
  readonly what: string;
  readonly where: string;
  readonly detail: string;
}

export function wordsOf(row: InventoryRow): Words {
  switch (row.section) {
    case "exposure":
      return exposureWords(row);
    case "access":
      return grantWords(row);
    case "connectivity":
      return flowWords(row);
    case "gap":
      return gapWords(row);
  }
}

function exposureWords(row: ExposureRow): Words {
  const { pattern, entry, conditions, paths, protection } = row;
  const only = conditions.length > 0 ? ` (only ${conditions.join(", ")})` : "";
  return {
    kind: entry.reach,
    subject: `${hostWords(row)}${only}`,
    what: listed(
      paths.map((path) => pathWords(path, pattern === "port")),
      mostPaths,
      "; ",
    ),
    where: `${showReach(entry.reach)}, ${doorWords(row)}`,
    detail: [...protectionWords(protection), ...isolationWords(paths)].join("; "),
  };
}

const mostPaths = 12;

function hostWords({ host, pattern }: ExposureRow): string {
  if (pattern === "any") return "any other host";
  return pattern === "port" ? host.replace(/^\w+ port any of /, "every port of ") : host;
}

function pathWords({ path, backends }: ServedPath, isRaw: boolean): string {
  const targets = backends.map(({ name, workloads }) => {
    // The door of pods that take ports of their node is the workload itself.
    const others = workloads.filter((workload) => !name.startsWith(`${workload}:`));
    return others.length === 0 ? name : `${name} (${listed(others, 3)})`;
  });
  return `${isRaw ? "" : `${path} `}→ ${targets.length === 0 ? "no backend" : listed(targets, 4)}`;
}

function doorWords({ entry, object }: ExposureRow): string {
  const { class: name, controller } = entry;
  // A Service or a workload is a door of its own.
  if (name === object) return `by ${controller}`;
  const known = controller === "" || controller === "unrecognized" ? "" : controller;
  if (name === null) return `by the default class${known === "" ? "" : ` (${known})`}`;
  // The class of an object that is a door of its own is its kind and name.
  const door = name.includes(" ") ? name : `class ${name}`;
  return `by ${door}${known === "" || name.includes(known) ? "" : ` (${known})`}`;
}

export function protectionWords({ tls, plainHttp, authentication, sources, controls }: Protection): readonly string[] {
  const value = (control: string) => controls.find((one) => one.control === control)?.value;
  const plain = tls === "no" || tls === "n/a" ? undefined : plainHttpWords[plainHttp];
  const proof = value("auth") ?? authenticationWords[authentication];
  const isLimited = sources === "limited";
  const from = isLimited ? `accepts ${value("sourceRange") ?? "listed addresses"}` : undefined;
  const others = controls.filter(({ control }) => !toldApart.has(control) && (control !== "clientIp" || isLimited));
  return [
    tlsWords[tls],
    ...(plain === undefined ? [] : [plain]),
    ...(proof === undefined ? [] : [proof]),
    ...(from === undefined ? [] : [from]),
    ...others.map(({ title, value }) => (value.startsWith(title) ? value : `${title}: ${value}`)),
  ];
}

const toldApart: ReadonlySet<string> = new Set(["auth", "sourceRange"]);

const tlsWords: Readonly<Record<Protection["tls"], string>> = {
  yes: "TLS",
  "default-certificate": "TLS with the controller's default certificate",
  passthrough: "TLS up to the pods",
  no: "no TLS",
  unknown: "TLS not known",
  "n/a": "raw port",
};

const plainHttpWords: Readonly<Record<Protection["plainHttp"], string | undefined>> = {
  redirected: "plain HTTP is redirected",
  closed: "no plain HTTP",
  served: "also over plain HTTP",
  unknown: undefined,
  "n/a": undefined,
};

const authenticationWords: Readonly<Record<Protection["authentication"], string | undefined>> = {
  required: "authentication",
  optional: "optional client certificate",
  none: "no authentication at the edge",
  unknown: "authentication not known",
  "n/a": undefined,
};

function isolationWords(paths: readonly ServedPath[]): readonly string[] {
  const known = paths
    .flatMap(({ backends }) => backends.map(({ isolation }) => isolation))
    .filter((one) => one !== "unknown");
  if (known.length === 0) return [];
  if (known.every((one) => one === "isolated")) return ["network policies isolate the pods"];
  return [
    known.every((one) => one === "open") ? "no network policy isolates the pods" : "some of the pods are not isolated",
  ];
}

function grantWords(row: GrantRow): Words {
  const { power, principal, role, roleState, workloads, notes } = row;
  const through = `through ${role}${roleState === "missing" ? " (not in the repository)" : ""}`;
  const holder = workloads.length > 0 ? [`run by ${listed(workloads, 4)}`] : [];
  return {
    kind: power,
    subject: principal.name,
    what: `${grantedWords(row)}`,
    where: scopeWords(row),
    detail: [
      roleState === "cloud" ? "what that allows is not in the repository" : through,
      ...holder,
      ...notes.map((note) => noteWords[note]),
    ].join("; "),
  };
}

function grantedWords({ powers, rights, power, role, roleState }: GrantRow): string {
  if (roleState === "cloud") return `can act in the cloud as ${role}`;
  if (power === "unknown") return "whatever the role allows, which nobody can tell from here";
  // That a wildcard was used tells less than what it stands for.
  if (powers.some(({ family }) => family !== "partial-wildcard")) return `can ${powerWords(powers)}`;
  if (rights.length === 0) return "nothing that a request could use";
  return `can ${listed(rights.map(sayLine), mostRights, "; ")}`;
}

const mostRights = 4;

function scopeWords({ scope }: GrantRow): string {
  if (scope.kind !== "namespace") return scope.kind === "cluster" ? "the whole cluster" : "the cloud account";
  return scope.namespace === null
    ? `the namespace that ${scope.directory || "."} is applied to`
    : `namespace ${scope.namespace}`;
}

const noteWords: Readonly<Record<GrantNote, string>> = {
  "subject-not-declared": "no manifest here declares the ServiceAccount",
  "subject-not-readable": "its name is not readable here",
  public: "everybody, or every pod, is meant",
  "not-bound": "nothing here binds the role",
  "feeds-built-in-role": "adds to what the role of Kubernetes allows",
};

function flowWords(row: FlowRow): Words {
  const { namespace, pods, direction, state, peers, ports } = row;
  const place = namespace.startsWith("(")
    ? `the namespace that ${namespace.slice(1, -1) || "."} is applied to`
    : `namespace ${namespace}`;
  return {
    kind: state,
    subject: `${listed(pods, 6)} in ${place}`,
    what: flowText(direction, state, peers),
    where: state === "admitted" ? ports : directionWords[direction],
    detail: policyWords(row),
  };
}

function policyWords({ policies, state, workloads, onNodeNetwork, perhapsIn }: FlowRow): string {
  if (state !== "not-isolated") return `by ${listed(policies, 6)}`;
  const node = `${listed(onNodeNetwork, 4)}: in the network of the node, where policies do not hold`;
  const perhaps = `unless those of ${listed(perhapsIn, 3)} are applied there too`;
  return [
    `no network policy selects ${workloads.length > 0 ? `these pods (${listed(workloads, 4)})` : "these pods"}`,
    ...(onNodeNetwork.length > 0 ? [node] : []),
    ...(perhapsIn.length > 0 ? [perhaps] : []),
  ].join("; ");
}

function flowText(direction: FlowRow["direction"], state: FlowRow["state"], peers: readonly string[]): string {
  if (state === "not-isolated") return notIsolated[direction];
  const verb = direction === "egress" ? "may reach" : "may be reached by";
  return `${verb} ${state === "closed" ? "nobody" : listed(peers, 8, "; ")}`;
}

const notIsolated: Readonly<Record<FlowRow["direction"], string>> = {
  ingress: "not isolated: may be reached by everybody",
  egress: "not isolated: may reach everything",
  both: "not isolated: may be reached by everybody and reach everything",
};

const directionWords: Readonly<Record<FlowRow["direction"], string>> = {
  ingress: "incoming",
  egress: "outgoing",
  both: "incoming and outgoing",
};

function gapWords({ gap, object, reason }: GapRow): Words {
  return { kind: gap, subject: object, what: reason, where: "", detail: "" };
}
