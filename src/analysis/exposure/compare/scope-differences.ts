import { identityOf, type Plain, refOf } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import type { ControlValues } from "../control-values.ts";
import type { ExposureChange, FacetDetail } from "../exposure-change.ts";
import { settingName } from "../field-settings.ts";
import { grouped } from "../grouped.ts";
import { type AnnotationWeight, type Facet, stableText } from "../route.ts";
import type { Scope } from "../scope.ts";
import { textDifferences } from "./annotation-differences.ts";
import { gapsOfValues } from "./control-differences.ts";
import { placesOf } from "./places.ts";
import { restorationOf } from "./restoration.ts";

/**
 * How settings that no single route names differ between two states. What a route already tells with the same values and from the
 * same place is not told again.
 */
export function scopeDifferences(
  view: string,
  before: readonly Scope[],
  after: readonly Scope[],
  told: readonly ExposureChange[],
): ExposureChange[] {
  const [was, is] = [byKey(before), byKey(after)];
  const isWhole = wholeDoors(was, is);
  const found = [...new Set([...was.keys(), ...is.keys()])].flatMap((key) =>
    changesOf(view, was.get(key), is.get(key), (scope) => standInsOf(scope, key, was, is), isWhole),
  );
  if (found.length === 0) return [];
  const moved = movedAttachments(found);
  const known = new Set(told.flatMap((change) => ("from" in change ? placesKeys(change) : [])));
  const news = found.filter(
    (change) =>
      !moved.has(change) && !placesKeys(change).some((place) => known.has(place)) && !isToldOfBackends(change, told),
  );
  return [...grouped(news, alikeKey).values()].map(asOne);
}

/** Finds doors that came or went as a whole: who may attach to them says so, and what else they set is no change of anything. */
function wholeDoors(was: Scopes, is: Scopes): (scope: Scope) => boolean {
  const objects = (scopes: Scopes) => new Set([...scopes.values()].map(({ resource }) => identityOf(resource)));
  const [before, after] = [objects(was), objects(is)];
  const isNewOrGone = ({ resource }: Scope) => before.has(identityOf(resource)) !== after.has(identityOf(resource));
  const told = new Set<string>();
  const sides = new Map<string, Set<"come" | "gone">>();
  for (const [key, scope] of [...was, ...is]) {
    const owner = identityOf(scope.resource);
    const standIns = standInsOf(scope, key, was, is);
    const gaps = gapsOfValues(standIns.before, standIns.after, "none");
    if (!gaps.some(({ name }) => name === "attachment")) continue;
    if (isNewOrGone(scope)) told.add(owner);
    if (was.has(key) !== is.has(key))
      sides.set(owner, new Set([...(sides.get(owner) ?? []), is.has(key) ? "come" : "gone"]));
  }
  // Where one door came as another of the same object went, it may be the same with another port or name.
  const isOnlyOneWay = ({ key, resource }: Scope) =>
    was.has(key) !== is.has(key) && sides.get(identityOf(resource))?.size === 1;
  return (scope) => told.has(identityOf(scope.resource)) || isOnlyOneWay(scope);
}

// A listener that got another port or name admits whom it admitted before.
function movedAttachments(changes: readonly ExposureChange[]): ReadonlySet<ExposureChange> {
  const moved = new Set<ExposureChange>();
  const of = (change: ExposureChange) => (change.facet === "attachment" ? change : undefined);
  for (const gone of changes) {
    const come = changes.find((one) => {
      const [left, right] = [of(gone), of(one)];
      if (!left || !right || left.to?.from !== "none" || right.from?.from !== "none" || moved.has(one)) return false;
      return stableText([left.from as Plain, refText(left)]) === stableText([right.to as Plain, refText(right)]);
    });
    if (come) moved.add(gone).add(come);
  }
  return moved;
}

function refText({ resource: { kind, namespace, name } }: ExposureChange): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}

// Listeners of one Gateway that change alike, say.
function alikeKey({ effect, direction, resource, before, after }: ExposureChange): string {
  const { scope: _, ...detail } = effect as Readonly<Record<string, Plain>>;
  return stableText([detail, direction, resource as unknown as Plain, before, after]);
}

function asOne(group: readonly ExposureChange[]): ExposureChange {
  const [first] = group as [ExposureChange, ...ExposureChange[]];
  if (group.length === 1) return first;
  return {
    ...first,
    targets: group.flatMap(({ targets }) => targets),
    effect: { all: group.map(({ effect }) => stableText(effect)).sort() },
    parts: group.map(({ effect }) => effect),
    because: group.flatMap(({ because }) => because),
    restoration: () => undefined,
  };
}

// Where a route leads to a name outside, the change of its backend says so with the hosts that are affected.
function isToldOfBackends(change: ExposureChange, told: readonly ExposureChange[]): boolean {
  if (change.facet !== "annotation" || change.changed.some(({ key }) => key !== "spec.externalName")) return false;
  if (told.some((one) => comesWith(change, one))) return true;
  const places = new Set(change.because.map(({ file, line, side }) => `${file}:${line} ${side}`));
  return told.some(
    ({ facet, because }) =>
      facet === "backend" && because.some(({ file, line, side }) => places.has(`${file}:${line} ${side}`)),
  );
}

// So does the change of a host or path that comes or goes together with the name behind it.
function comesWith(
  { resource, changed }: ExposureChange & { readonly facet: "annotation" },
  one: ExposureChange,
): boolean {
  const [come, gone] = [changed[0]?.from === null, changed[0]?.to === null];
  const isAlike = one.direction === "widened" ? come : one.direction === "narrowed" && gone;
  if (!isAlike || (one.facet !== "host" && one.facet !== "path")) return false;
  return one.backends.some(
    ({ external, name, namespace }) =>
      external !== undefined &&
      name === resource.name &&
      (namespace ?? undefined) === (resource.namespace ?? undefined),
  );
}

type Scopes = ReadonlyMap<string, Scope>;

function byKey(scopes: readonly Scope[]): Scopes {
  return new Map(scopes.map((scope) => [scope.key, scope]));
}

/** What counts for the subject of a scope on a side where it is missing. */
function standInsOf(scope: Scope, key: string, was: Scopes, is: Scopes) {
  const controlsIn = (scopes: Scopes): ControlValues => {
    const wider = (scope.within ?? []).flatMap((parent) => scopes.get(parent) ?? []).at(0);
    return scopes.get(key)?.controls ?? wider?.controls ?? scope.otherwise ?? {};
  };
  return { before: controlsIn(was), after: controlsIn(is) };
}

function placesKeys(change: ExposureChange): string[] {
  if (!("from" in change) || !("to" in change)) return [];
  const values = stableText([change.facet, change.from as Plain, change.to as Plain]);
  return change.because.map(({ file, line, side }) => `${values} ${file}:${line} ${side}`);
}

function weightOf(scope: Scope, key: string, isWhole: (scope: Scope) => boolean): AnnotationWeight {
  const weight = scope.weigh(key);
  return weight === "protective" && isWhole(scope) ? "harmless" : weight;
}

function changesOf(
  view: string,
  was: Scope | undefined,
  is: Scope | undefined,
  standIns: (scope: Scope) => { readonly before: ControlValues; readonly after: ControlValues },
  isWhole: (scope: Scope) => boolean,
): ExposureChange[] {
  if (!is && was?.endsQuietly) return [];
  const scope = (is ?? was) as Scope;
  const changeOf = (
    detail: FacetDetail,
    direction: Direction,
    shown: { readonly before: Plain; readonly after: Plain },
    facet: Facet,
    keys?: ReadonlySet<string>,
  ): ExposureChange => {
    const places = (side: Scope | undefined) =>
      (side?.where(facet) ?? []).filter(
        ({ path, setting }) => !keys || keys.has(setting ?? settingName(path)) || path.length === 0,
      );
    return {
      ...detail,
      topic: "exposure",
      view,
      direction,
      resource: refOf(scope.resource),
      targets: [{ host: "*", path: null, label: scope.label }],
      sensitive: [],
      class: null,
      entries: { before: null, after: null },
      subject: "scope",
      namespaces: [],
      backends: [],
      controller: "",
      assumptions: scope.assumptions,
      effect: { ...(detail as unknown as Record<string, Plain>), scope: scope.key },
      before: shown.before,
      after: shown.after,
      because: placesOf(places(was), places(is)),
      restoration: () => restorationOf(places(was), places(is)),
    };
  };
  const { before, after } = standIns(scope);
  const gaps = gapsOfValues(before, after, "none");
  return [
    ...gaps.map((gap) => changeOf(gap.detail, gap.direction, { before: gap.before, after: gap.after }, gap.name)),
    ...textDifferences(was?.annotations ?? {}, is?.annotations ?? {}, (key) => weightOf(scope, key, isWhole)).map(
      ({ detail, direction, shown }) => {
        const keys = new Set(detail.changed.map(({ key }) => key));
        return changeOf(detail, direction, shown, "annotation", keys);
      },
    ),
  ];
}
