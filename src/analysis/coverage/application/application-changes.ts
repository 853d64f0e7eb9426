import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { isProtectedObject } from "../../../kubernetes/kinds.ts";
import { identityOf, type Plain, type Resource, refOf } from "../../../kubernetes/resource.ts";
import { placeBefore } from "../../../kubernetes/views/effective-paths.ts";
import type { Direction } from "../../change.ts";
import { keyOf } from "../../plain-differences.ts";
import { unchangedData } from "../../unchanged-data.ts";
import type { ApplicationChange, ApplicationFinding } from "../coverage-change.ts";
import { type Application, type ApplicationMark, applicationOf } from "./application-marks.ts";
import { roleOf } from "./object-roles.ts";

/**
 * Protected objects that ask not to be applied, or not to be deleted, and such as no longer do. What else changes in them is
 * told as ever, as if it reached the cluster; here stands that it does not. Objects with one finding are one change.
 */
export function applicationChanges(before: DesiredState, after: DesiredState): readonly ApplicationChange[] {
  const groups = new Map<string, [Told, ...Told[]]>();
  for (const told of markedPairs(before, after).flatMap(toldOf)) {
    const group = groups.get(told.alike);
    if (group) group.push(told);
    else groups.set(told.alike, [told]);
  }
  return [...groups.values()].map(changeOf);
}

interface Pair {
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

interface Told {
  readonly resource: Resource;
  readonly pair: Pair;
  readonly finding: ApplicationFinding;
  readonly alike: string;
}

/** Objects that stand in both states, wherever they moved, and that say something about how they are applied in one of them. */
function markedPairs(before: DesiredState, after: DesiredState): readonly Pair[] {
  const stays = unchangedData({ before: before.resources, after: after.resources });
  const isMarked = (resource: Resource) =>
    !stays.has(resource.data) && isProtectedObject(resource) && saysSomething(resource);
  const marked = new Set([...before.resources, ...after.resources].filter(isMarked).map(identityOf));
  if (marked.size === 0) return [];
  const chosen = (state: DesiredState) => ({
    ...state,
    resources: state.resources.filter((resource) => marked.has(identityOf(resource))),
  });
  const [was, is] = [chosen(before), chosen(after)];
  const placed = placeBefore(was, is).filter(({ isVariant }) => !isVariant);
  const beforeByPlace = new Map(placed.map(({ path, resource }) => [placeOf(path, resource), resource]));
  const afterByPlace = new Map(is.resources.map((resource) => [placeOf(resource.file, resource), resource]));
  const unread = new Set(after.unread.filter(({ reason }) => reason !== "carrier").map(({ file }) => file));
  return [...new Set([...beforeByPlace.keys(), ...afterByPlace.keys()])]
    .map((place) => ({ before: beforeByPlace.get(place), after: afterByPlace.get(place) }))
    .filter((pair) => pair.before?.data !== pair.after?.data)
    .filter((pair) => pair.after || !unread.has(pair.before?.file ?? ""));
}

function placeOf(path: string, resource: Resource): string {
  return `${path}\n${identityOf(resource)}`;
}

function saysSomething(resource: Resource): boolean {
  const { hold, keep } = applicationOf(resource);
  return hold !== undefined || keep !== undefined;
}

const nothing: Application = { hold: undefined, keep: undefined };

function toldOf(pair: Pair): readonly Told[] {
  const resource = pair.after ?? pair.before;
  if (!resource) return [];
  const was = pair.before ? applicationOf(pair.before) : nothing;
  const is = pair.after ? applicationOf(pair.after) : nothing;
  const role = roleOf(resource);
  return findingsOf(pair, was, is).map((finding) => ({
    resource,
    pair,
    finding,
    alike: keyOf([role, { ...finding, mark: effectOfMark(finding.mark) }]),
  }));
}

function findingsOf(pair: Pair, was: Application, is: Application): readonly ApplicationFinding[] {
  if (!pair.after) return was.keep ? [{ what: "left-behind", mark: was.keep }] : [];
  const isNew = pair.before === undefined;
  const held = holdFinding(was, is, isNew);
  if (held) return [held];
  if (!isNew && is.hold && is.hold.hold !== "passing" && is.hold.hold !== "owned" && differsBesideMarks(pair))
    return [{ what: "changed-in-vain", mark: is.hold }];
  if (is.keep && !was.keep) return [{ what: "kept", mark: is.keep }];
  return was.keep && !is.keep && !isNew ? [{ what: "given-up", mark: was.keep }] : [];
}

function holdFinding(was: Application, is: Application, isNew: boolean): ApplicationFinding | undefined {
  if (was.hold?.hold === is.hold?.hold) return undefined;
  if (is.hold) {
    // A missing object is written, and what is there while a hook runs is there.
    if (isNew && (is.hold.hold === "written-once" || is.hold.hold === "passing")) return undefined;
    return { what: "held", mark: is.hold, isNew };
  }
  return was.hold ? { what: "released", mark: was.hold } : undefined;
}

function differsBesideMarks({ before, after }: Pair): boolean {
  const content = (resource: Resource | undefined) => {
    const { metadata: _, ...rest } = resource?.data ?? {};
    return keyOf(rest);
  };
  return content(before) !== content(after);
}

/** What is not applied may leave a gap where a guard was; what opens something is then as it was, or gone. */
function directionOf(role: ApplicationChange["role"], finding: ApplicationFinding): Direction {
  if (finding.what === "given-up") return "neutral";
  if (finding.what === "held" && (finding.mark.hold === "left-out" || finding.mark.hold === "owned"))
    return role === "guard" ? "widened" : finding.isNew ? "neutral" : "unknown";
  return "unknown";
}

function changeOf(group: readonly [Told, ...Told[]]): ApplicationChange {
  const sorted = [...group].sort((a, b) => (identityOf(a.resource) < identityOf(b.resource) ? -1 : 1));
  const [first] = sorted as [Told, ...Told[]];
  const { finding, resource } = first;
  const role = roleOf(resource);
  const shared = { application: finding.what, role, mark: effectOfMark(finding.mark) };
  const identities = [...new Set(sorted.map((told) => identityOf(told.resource)))];
  const isGone = finding.what === "released" || finding.what === "given-up" || finding.what === "left-behind";
  const shown = `${finding.mark.key}: ${finding.mark.value}`;
  return {
    topic: "coverage",
    kind: "application",
    view: "",
    direction: directionOf(role, finding),
    resource: refOf(resource),
    objects: sorted.map((told) => refOf(told.resource)),
    role,
    found: finding,
    effect: { ...shared, objects: identities },
    parts: identities.map((object) => ({ ...shared, object })),
    before: isGone ? shown : null,
    after: isGone ? null : shown,
    because: sorted.flatMap(({ pair, finding: { mark } }) =>
      [pair.after, pair.before].flatMap((side) => (side ? [side.locate(mark.path)] : [])),
    ),
  };
}

function effectOfMark({ key, value }: ApplicationMark): Plain {
  return { key, value };
}
