import { isReadable } from "../../access/principal.ts";
import type { PermissionItem } from "../permission-items.ts";
import type { Weight } from "../privilege-change.ts";

/** One line of Argo CD's policy: `p, subject, resource, action, object, allow` or `g, member, role`. */
interface PolicyLine {
  readonly text: string;
  readonly fields: readonly string[];
}

/** The lines of a policy, each once, by what they say: neither order nor spacing nor comments mean anything (Casbin). */
export function policyLines(texts: readonly string[]): ReadonlyMap<string, PolicyLine> {
  const lines = new Map<string, PolicyLine>();
  for (const text of texts.flatMap((csv) => csv.split("\n"))) {
    const line = text.trim();
    if (line === "" || line.startsWith("#")) continue;
    const fields = line.split(",").map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
    lines.set(JSON.stringify(fields), { text: fields.join(", "), fields });
  }
  return lines;
}

/** What a policy allows more and less by the lines that came and went. */
export function lineItems(
  before: readonly string[],
  after: readonly string[],
  because: PermissionItem["because"],
): readonly PermissionItem[] {
  const [one, other] = [policyLines(before), policyLines(after)];
  const added = [...other].filter(([key]) => !one.has(key)).map(([key, line]) => itemOf(key, line, true, because));
  const removed = [...one].filter(([key]) => !other.has(key)).map(([key, line]) => itemOf(key, line, false, because));
  return [...added, ...removed];
}

function itemOf(
  key: string,
  { text, fields }: PolicyLine,
  isAdded: boolean,
  because: PermissionItem["because"],
): PermissionItem {
  const [type, ...rest] = fields;
  const shown = `\`${text.length > 200 ? `${text.slice(0, 199)}…` : text}\``;
  const shared = { effect: [key], because };
  if ((type !== "p" && type !== "g") || !isReadable(text))
    return {
      ...shared,
      says: `has ${isAdded ? "" : "lost "}the line ${shown}`,
      direction: "unknown",
      weight: "medium",
    };
  const weight = type === "g" ? weightOfRole(rest[1]) : weightOfPermission(rest);
  if (type === "p" && rest[4]?.toLowerCase() === "deny")
    return { ...shared, says: `permits what ${shown} denies`, direction: isAdded ? "narrowed" : "widened", weight };
  return { ...shared, says: `permits ${shown}`, direction: isAdded ? "widened" : "narrowed", weight };
}

export function weightOfRole(role: string | undefined): Weight {
  return role === "role:admin" ? "high" : "medium";
}

/** What lets somebody in beyond the applications of one project. */
const strongResources = new Set(["*", "exec", "clusters", "repositories", "accounts", "certificates", "gpgkeys"]);

function weightOfPermission([, resource = "*", action = "*", object = "*"]: readonly string[]): Weight {
  if (action === "get") return "medium";
  return strongResources.has(resource) || object === "*" || object === "*/*" ? "high" : "medium";
}
