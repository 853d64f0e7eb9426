import { objectKey, type Pair, placesOf } from "./pairs.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { named } from "./say-object.ts";

const prefix = "pod-security.kubernetes.io/";
const modes = ["enforce", "audit", "warn"] as const;
const levels = ["privileged", "baseline", "restricted"];

/**
 * What Pod Security Admission lets pods of a namespace be. Without a label the default of the cluster counts, which is
 * `privileged` unless its configuration says otherwise.
 */
export function podSecurityChanges({ before, after }: Pair, view: string): readonly PrivilegeChange[] {
  if (!before || !after || after.group !== "" || after.kind !== "Namespace") return [];
  return modes.flatMap((mode) => {
    const label = (side: typeof after, suffix = "") => side.labels[`${prefix}${mode}${suffix}`];
    const [from, to] = [label(before), label(after)];
    const [oldVersion, newVersion] = [label(before, "-version") ?? "latest", label(after, "-version") ?? "latest"];
    const isLevel = from !== to;
    if (!isLevel && (oldVersion === newVersion || to === undefined || to === "privileged")) return [];
    const move = isLevel ? levelMove(from, to) : versionMove(oldVersion, newVersion);
    const name = named(after).replace("Namespace", "namespace");
    const [one, other] = isLevel ? [from, to] : [oldVersion, newVersion];
    const sentence = isLevel
      ? levelSentence(name, mode, from, to)
      : `${name} now judges pods by version ${newVersion} of the \`${to}\` level (${mode}), no longer by ${oldVersion}`;
    return [
      privilegeChange(view, after, {
        kind: "pod-security",
        direction: move.direction,
        weight: mode === "enforce" ? move.weight : "only-told",
        sentence,
        effect: { kind: "pod-security", object: objectKey(after), mode, from: one ?? null, to: other ?? null },
        before: one ?? null,
        after: other ?? null,
        because: placesOf({ before, after }, ["metadata", "labels", `${prefix}${mode}${isLevel ? "" : "-version"}`]),
      }),
    ];
  });
}

type Move = Pick<PrivilegeChange, "direction" | "weight">;

function levelMove(from: string | undefined, to: string | undefined): Move {
  if ([from, to].some((level) => level !== undefined && !levels.includes(level)))
    return { direction: "unknown", weight: "unclear" };
  // Some clusters are stricter by themselves, and then the label is what opens the namespace.
  if (from === undefined && to === "privileged") return { direction: "unknown", weight: "unclear" };
  if (to === undefined) return from === "privileged" ? neutral : { direction: "widened", weight: "opened" };
  const steps = levels.indexOf(to) - levels.indexOf(from ?? "privileged");
  if (steps > 0) return { direction: "narrowed", weight: "raised" };
  return { direction: "widened", weight: to === "privileged" ? "opened" : "lowered" };
}

const neutral: Move = { direction: "neutral", weight: "unclear" };

/** Levels become stricter with newer versions of Kubernetes. */
function versionMove(from: string, to: string): Move {
  const [one, other] = [minorOf(from), minorOf(to)];
  if (one === undefined || other === undefined) return { direction: "unknown", weight: "unclear" };
  return other > one ? { direction: "narrowed", weight: "raised" } : { direction: "widened", weight: "older" };
}

function minorOf(version: string): number | undefined {
  if (version === "latest") return Number.POSITIVE_INFINITY;
  const minor = /^v1\.(\d{1,4})$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function levelSentence(
  name: string,
  mode: (typeof modes)[number],
  from: string | undefined,
  to: string | undefined,
): string {
  const now = to === undefined ? "no Pod Security level" : `the Pod Security level \`${to}\``;
  const before = from === undefined ? "it had none" : `it was \`${from}\``;
  return `${name} now has ${now}${mode === "enforce" ? "" : ` for ${mode}`} (${before})`;
}
