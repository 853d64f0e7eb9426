import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { own, scalarText } from "../../plain-differences.ts";
import { type Pair, placesOf } from "../pairs.ts";
import type { PermissionItem } from "../permission-items.ts";
import { objectIn } from "../pod.ts";
import { lineItems, weightOfRole } from "./policy-lines.ts";

/** Argo CD reads its settings from the ConfigMaps of these names, whatever namespace it runs in. */
export function isArgoConfig({ group, kind, name }: Resource): boolean {
  return group === "" && kind === "ConfigMap" && (name === "argocd-rbac-cm" || name === "argocd-cm");
}

/** Who may do what in Argo CD, beyond what was so before. */
export function argoConfigItems(pair: Pair): readonly PermissionItem[] {
  const before = pair.before ? objectIn(pair.before.data, "data") : {};
  const after = pair.after ? objectIn(pair.after.data, "data") : {};
  return (pair.after ?? pair.before)?.name === "argocd-cm"
    ? signInItems(pair, before, after)
    : rightItems(pair, before, after);
}

function rightItems(pair: Pair, before: PlainObject, after: PlainObject): readonly PermissionItem[] {
  const csvKeys = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(isPolicy);
  const because = csvKeys.filter((key) => own(before, key) !== own(after, key)).flatMap((key) => at(pair, key));
  const texts = (data: PlainObject) => csvKeys.map((key) => scalarText(own(data, key)));
  return [
    ...lineItems(texts(before), texts(after), because),
    ...defaultRole(pair, text(before, "policy.default"), text(after, "policy.default")),
    ...settings.flatMap(({ key, absent, says }) => {
      const [from, to] = [text(before, key) || absent, text(after, key) || absent];
      return from === to ? [] : [unknown(pair, key, says, from, to)];
    }),
  ];
}

function isPolicy(key: string): boolean {
  return key === "policy.csv" || (key.startsWith("policy.") && key.endsWith(".csv"));
}

const settings = [
  { key: "scopes", absent: "[groups]", says: "takes other claims of a token for groups (`scopes`)" },
  { key: "policy.matchMode", absent: "glob", says: "reads its patterns in another way (`policy.matchMode`)" },
];

/** The role of everybody who signs in. */
function defaultRole(pair: Pair, from: string, to: string): readonly PermissionItem[] {
  if (from === to) return [];
  const rank = (role: string) => ["", "role:readonly", "?", "role:admin"].indexOf(isBuiltin(role) ? role : "?");
  const isRise = rank(to) > rank(from);
  const role = isRise ? to : from;
  const gives = `gives everybody who signs in the role \`${role}\``;
  const effect = { "policy.default": [from, to] };
  const because = at(pair, "policy.default");
  // Of two roles that the repository or somebody else defines, neither is known to be the stronger one.
  const isClear = from === "" || to === "" || from === "role:admin" || to === "role:admin";
  if (!isClear)
    return [
      {
        says: `gives everybody who signs in the role \`${to}\` instead of \`${from}\``,
        direction: "unknown",
        weight: "medium",
        effect,
        because,
      },
    ];
  return [{ says: gives, direction: isRise ? "widened" : "narrowed", weight: weightOfRole(role), effect, because }];
}

function isBuiltin(role: string): boolean {
  return role === "" || role === "role:readonly" || role === "role:admin";
}

const flags = [
  { key: "users.anonymous.enabled", absent: "false", says: "lets anybody in who does not sign in", weight: "high" },
  { key: "admin.enabled", absent: "true", says: "lets the user `admin` in by password", weight: "medium" },
  { key: "exec.enabled", absent: "false", says: "lets people open shells in pods", weight: "medium" },
] as const;

const signIn = ["dex.config", "oidc.config"];

/** Who may sign in to Argo CD. The rest of its settings is no matter of access. */
function signInItems(pair: Pair, before: PlainObject, after: PlainObject): readonly PermissionItem[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return [
    ...flags.flatMap(({ key, absent, says, weight }): PermissionItem[] => {
      const [from, to] = [before, after].map((side) => (text(side, key) || absent).toLowerCase() === "true");
      if (from === to) return [];
      return [{ says, direction: to ? "widened" : "narrowed", weight, effect: key, because: at(pair, key) }];
    }),
    ...keys
      .filter((key) => key.startsWith("accounts."))
      .flatMap((key): PermissionItem[] => {
        const [from, to] = [text(before, key), text(after, key)];
        if (from === to) return [];
        const [account, setting] = key.slice("accounts.".length).split(".", 2);
        if (setting !== undefined)
          return [unknown(pair, key, `changed \`${setting}\` of its account \`${account}\``, from, to)];
        const says = `has the account \`${account}\` (${to || from})`;
        const direction = from === "" ? "widened" : to === "" ? "narrowed" : "unknown";
        return [{ says, direction, weight: "medium", effect: [key, from, to], because: at(pair, key) }];
      }),
    ...signIn.flatMap((key) => {
      const [from, to] = [text(before, key), text(after, key)];
      return from === to ? [] : [unknown(pair, key, `signs people in by other settings (\`${key}\`)`, from, to)];
    }),
  ];
}

function unknown(pair: Pair, key: string, says: string, from: string, to: string): PermissionItem {
  return { says, direction: "unknown", weight: "medium", effect: [key, from, to], because: at(pair, key) };
}

function text(data: PlainObject, key: string): string {
  return scalarText(own(data, key)).trim();
}

function at(pair: Pair, key: string): PermissionItem["because"] {
  return placesOf(pair, ["data", key]);
}
