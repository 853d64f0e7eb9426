import { listed, sayLine } from "../../analysis/access/grant-lines.ts";
import type { FlowRow, GapRow, GrantNote, GrantRow, InventoryRow } from "../../analysis/inventory/inventory-row.ts";
import { exposureWords } from "./exposure-words.ts";
import { powerWords } from "./power-words.ts";
import { namespaceText, type Words } from "./row-words.ts";

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
  const place = namespaceText(namespace);
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
