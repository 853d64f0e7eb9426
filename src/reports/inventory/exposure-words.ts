import { listed } from "../../analysis/access/grant-lines.ts";
import { showReach } from "../../analysis/exposure/reach.ts";
import type { ExposureRow, Protection, ServedPath } from "../../analysis/inventory/inventory-row.ts";
import type { Words } from "./row-words.ts";

/** A way in as a table shows it. */
export function exposureWords(row: ExposureRow): Words {
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

function protectionWords({ tls, plainHttp, authentication, sources, controls }: Protection): readonly string[] {
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
