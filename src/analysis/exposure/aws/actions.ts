import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import { fieldOf, jsonOf, textOf, textWithout } from "../json-values.ts";
import { asList } from "../plain-fields.ts";
import type { Backend } from "../route.ts";
import { albPrefix } from "./ingress-class-params.ts";

/** What `actions.<name>` makes of the requests of a path whose backend has the port `use-annotation`. */
export interface Action {
  readonly backends: readonly Backend[];
  /** For the control `redirectTarget`. */
  readonly redirects: readonly string[];
  /** Whether the same address is asked for again with HTTPS, and nothing else. */
  readonly onlyRedirects: boolean;
  /** What no control reads of it: weights, status codes, bodies. Empty: nothing. */
  readonly rest: string;
}

/** The annotation that stands for a backend, if the backend refers to one. */
export function actionKey({ kind, name, port }: Backend): string | undefined {
  return kind === "Service" && port === "use-annotation" ? `${albPrefix}actions.${name}` : undefined;
}

export function readAction({ annotations, namespace }: Resource, backend: Backend): Action | undefined {
  const key = actionKey(backend);
  if (key === undefined || !Object.hasOwn(annotations, key)) return undefined;
  const text = annotations[key] ?? "";
  const value = jsonOf(text);
  const type = textOf(value, "type")?.toLowerCase();
  if (type === "redirect") return redirectAction(value);
  if (type === "fixed-response") return fixedResponse(value);
  if (type === "forward") return forwardAction(value, namespace ?? null);
  return { backends: [backend], redirects: [], onlyRedirects: false, rest: text };
}

function redirectAction(value: Plain | undefined): Action {
  const config = fieldOf(value, "redirectConfig");
  const [host = "#{host}", path = "/#{path}", protocol = "#{protocol}", query = "#{query}"] = [
    "host",
    "path",
    "protocol",
    "query",
  ].map((name) => textOf(config, name));
  const port = textOf(config, "port");
  const scheme = protocol === "#{protocol}" ? "" : protocol.toLowerCase();
  const samePlace = host === "#{host}" && path === "/#{path}" && query === "#{query}";
  const door = port === undefined || port === "#{port}" || port === "443" ? "" : `:${port}`;
  const target = `${scheme === "" ? "" : `${scheme}:`}//${host}${door}`;
  return {
    backends: [{ kind: "", namespace: null, name: "redirect", port: "" }],
    redirects: host === "#{host}" ? [] : [`redirect ${target}`],
    onlyRedirects: scheme === "https" && samePlace,
    rest: textWithout(config, ["host", "protocol"]),
  };
}

function fixedResponse(value: Plain | undefined): Action {
  const config = fieldOf(value, "fixedResponseConfig");
  const status = textOf(config, "statusCode") ?? "";
  return {
    backends: [{ kind: "", namespace: null, name: `fixed response ${status}`.trim(), port: "" }],
    redirects: [],
    onlyRedirects: false,
    rest: textWithout(config, ["statusCode"]),
  };
}

function forwardAction(value: Plain | undefined, namespace: string | null): Action {
  const config = fieldOf(value, "forwardConfig");
  const groups = (asList(fieldOf(config, "targetGroups")) ?? []).slice(0, mostTargets);
  const single = textOf(value, "targetGroupARN");
  const targets = groups.map((group) => ({
    backend: targetOf(group, namespace),
    weight: textOf(group, "weight") ?? "1",
  }));
  const backends = [...targets.map(({ backend }) => backend), ...(single === undefined ? [] : [outside(single)])].sort(
    (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  );
  const weights = targets.map(({ backend, weight }) => `${backend.name} ${weight}`).sort();
  const settings = textWithout(config, ["targetGroups"]);
  return {
    backends,
    redirects: [],
    onlyRedirects: false,
    rest: [
      ...(new Set(targets.map(({ weight }) => weight)).size > 1 ? [`weights ${weights.join(", ")}`] : []),
      ...(settings === "" ? [] : [settings]),
    ].join("; "),
  };
}

// A rule of a load balancer has at most five target groups.
const mostTargets = 50;

function targetOf(group: Plain, namespace: string | null): Backend {
  const arn = textOf(group, "targetGroupARN") ?? textOf(group, "targetGroupName");
  if (arn !== undefined) return outside(arn);
  const name = textOf(group, "serviceName") ?? "";
  return { kind: "Service", namespace, name, port: textOf(group, "servicePort") ?? "" };
}

function outside(name: string): Backend {
  return { kind: "target group", namespace: null, name, port: "" };
}
