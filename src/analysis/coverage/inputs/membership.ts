import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { type FieldPath, identityOf, type Resource } from "../../../kubernetes/resource.ts";
import { samePlain } from "../../plain-differences.ts";
import type { Concern } from "../concern.ts";
import { protects } from "../concern-in-context.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { fileOfRoot } from "../moved-objects.ts";
import { firstNames, objectName } from "../object-names.ts";
import { namesVersion } from "../version-text.ts";
import { type Entries, isRemote, type Target, targetOf } from "./membership-targets.ts";
import { isOutOfReach } from "./reach-of-kustomizations.ts";

/**
 * Entries of `resources`, `bases` and `components` that came or went. Manifests that the pull request itself adds or
 * deletes are judged as what they are; what counts here is a manifest that was there all along and is now applied, or
 * no longer applied, and whatever comes from outside the repository.
 */
export function membershipFindings(
  edit: InputEdit,
  before: readonly string[],
  after: readonly string[],
  where: Entries,
): readonly InputFinding[] {
  const gone = before.filter((entry) => !after.includes(entry));
  const come = after.filter((entry) => !before.includes(entry));
  const repinned = come.filter((entry) =>
    gone.some((other) => isRemote(entry) && withoutVersion(entry) === withoutVersion(other)),
  );
  const rest = (entries: readonly string[]) =>
    entries.filter((entry) => !repinned.some((one) => withoutVersion(one) === withoutVersion(entry)));
  const targets = {
    gone: rest(gone).map((entry) => targetOf(entry, where, "before", edit.states)),
    come: rest(come).map((entry) => targetOf(entry, where, "after", edit.states)),
  };
  const kept = (resource: Resource, others: readonly Target[]) =>
    others.some(({ objects }) => objects.some((one) => sameObject(one, resource)));
  return [
    ...repinned.map((entry) =>
      finding(
        edit,
        where.path,
        namesVersion(/[?&]ref=([^&]+)/.exec(entry)?.[1] ?? "0") ? "version" : "remote",
        gone.find((one) => withoutVersion(one) === withoutVersion(entry)),
        entry,
      ),
    ),
    ...targets.come.map((target) =>
      judge(
        edit,
        where.path,
        target,
        "come",
        target.objects.filter((one) => !kept(one, targets.gone)),
        edit.states.before,
      ),
    ),
    ...targets.gone.map((target) =>
      judge(
        edit,
        where.path,
        target,
        "gone",
        target.objects.filter((one) => !kept(one, targets.come)),
        edit.states.after,
      ),
    ),
  ];
}

function judge(
  edit: InputEdit,
  path: FieldPath,
  target: Target,
  way: "come" | "gone",
  objects: readonly Resource[],
  otherState: DesiredState,
): InputFinding {
  const [before, after] = way === "come" ? [undefined, target.entry] : [target.entry, undefined];
  if (target.remote)
    return finding(edit, path, way === "come" ? "remote" : concernOfRemovedSource(target), before, after);
  const verb = way === "come" ? "is now included" : "is no longer included";
  if (target.missing)
    return finding(
      edit,
      path,
      way === "come" ? "remote" : "other",
      before,
      after,
      `${quoted(target.entry)} ${verb}, but the repository does not hold it`,
    );
  const ownState = edit.states[way === "come" ? "after" : "before"];
  // Objects that came, went or moved show in the comparison of the manifests themselves.
  const silent = objects.filter((one) =>
    otherState.resources.some(
      (other) =>
        identityOf(other) === identityOf(one) &&
        (other.file === one.file || isOutOfReach(other.file, otherState, one.file, ownState)),
    ),
  );
  if (silent.length > 0) {
    const concern = way === "gone" && silent.every(onlyOpens) ? "withdrawn" : "membership";
    return finding(
      edit,
      path,
      concern,
      before,
      after,
      `${quoted(target.entry)} ${verb}: ${firstNames(silent.map(objectName))}`,
    );
  }
  const delivered = way === "come" ? target.generators.filter((root) => wasApart(root, ownState, otherState)) : [];
  const concern: Concern = delivered.length > 0 ? "membership" : "other";
  return finding(edit, path, concern, before, after, `${quoted(target.entry)} ${verb}`);
}

/** A release or application that was there all along, or where nothing applied it. */
function wasApart(root: string, ownState: DesiredState, otherState: DesiredState): boolean {
  const name = root.slice(root.lastIndexOf("#"));
  return otherState.generators.some(
    (one) =>
      one.root === root ||
      (one.root.endsWith(name) && isOutOfReach(fileOfRoot(one.root), otherState, fileOfRoot(root), ownState)),
  );
}

/** Kinds that publish or grant and nothing else: where one is no longer applied, nobody gets further than before. */
function onlyOpens({ kind }: Resource): boolean {
  return opening.has(kind);
}

const opening = new Set(
  "Ingress HTTPRoute GRPCRoute TLSRoute TCPRoute UDPRoute Gateway ReferenceGrant IngressRoute IngressRouteTCP IngressRouteUDP HTTPProxy VirtualService Route Mapping Role ClusterRole RoleBinding ClusterRoleBinding".split(
    " ",
  ),
);

/** Manifests from elsewhere that are no longer applied grant and publish nothing, unless they restricted others. */
function concernOfRemovedSource({ entry }: Target): Concern {
  return protects([entry]) ? "remote" : "withdrawn";
}

function finding(
  edit: InputEdit,
  path: FieldPath,
  concern: Concern,
  before?: string,
  after?: string,
  detail?: string,
): InputFinding {
  const difference = { path, label: path, before, after };
  return findingOf(edit, concern, difference, detail);
}

function sameObject(a: Resource, b: Resource): boolean {
  return identityOf(a) === identityOf(b) && samePlain(a.data, b.data);
}

function quoted(text: string): string {
  return `\`${text}\``;
}

/** Equal for two pins of the same source: versions, commits and refs are left out. */
function withoutVersion(entry: string): string {
  return entry
    .replace(/([?&](ref|version)=)[^&]*/g, "$1")
    .replace(/(?<=[^/:]\/)(v?\d[\w.+-]*|[0-9a-f]{7,64}|latest|main|master|stable)(?=\/|$)/g, "VERSION");
}
