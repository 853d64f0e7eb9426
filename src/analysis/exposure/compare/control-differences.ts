import type { Plain } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import type { Order } from "../containment.ts";
import type { Control } from "../control.ts";
import { byRank } from "../control-order.ts";
import type { ControlName, ControlValues } from "../control-values.ts";
import { sendersOfCredentials } from "../controls/cors.ts";
import { controls } from "../controls/index.ts";
import { leavesDomain } from "../controls/redirect-target.ts";
import type { ControlDifference, FacetDetail } from "../exposure-change.ts";
import { showHost } from "../host-pattern.ts";
import type { Route } from "../route.ts";
import { type Difference, directionOf } from "./difference.ts";
import type { Pair } from "./pairs.ts";
import { comparedControls } from "./plain-door.ts";

/** A control or annotation that differs between two routes, before anybody decided how to report it. */
export interface Gap extends ControlDifference {
  readonly direction: Direction;
  readonly values: { readonly before: Plain; readonly after: Plain };
}

export interface ControlGap extends Gap {
  readonly detail: FacetDetail;
  readonly name: ControlName;
}

/** The controls in which two routes for the same requests differ; what only follows from another one is left out. */
export function controlGaps(before: Route, after: Route): ControlGap[] {
  const gaps = gapsOfValues(...comparedControls(before, after), "unread");
  const hosts = [before, after].map(({ host }) => showHost(host));
  return gaps.some(({ name }) => name === "auth") ? gaps.filter((gap) => !isOwnSignIn(gap, hosts)) : gaps;
}

// Where callers sign in, as long as it is with the same owner, follows from whether they are asked at all.
function isOwnSignIn({ name, values: { before, after } }: ControlGap, hosts: readonly string[]): boolean {
  if (name !== "redirectTarget" || !Array.isArray(before) || !Array.isArray(after)) return false;
  const changed = [...before.filter((one) => !after.includes(one)), ...after.filter((one) => !before.includes(one))];
  return changed.every((one) => typeof one === "string" && one.startsWith("sign-in ") && !leavesDomain(one, hosts));
}

/** Every control in which two routes differ, with who can reach the entry as far as both entries say. */
export function routeGaps(before: Route, after: Route): Gap[] {
  const [was, is] = [before.entry.reach, after.entry.reach];
  const order =
    was === is ? "equal" : was === "unknown" || is === "unknown" ? "unknown" : byRank(reachRank[was], reachRank[is]);
  // Where neither entry was known to be more than a name, nothing can be said, and the message says that it moved.
  const reach: Gap[] =
    order === "equal" || was === "unknown"
      ? []
      : [
          {
            control: "reach",
            order,
            direction: directionOf(order),
            before: was,
            after: is,
            values: { before: was, after: is },
          },
        ];
  return [...reach, ...everyGap(before.controls, after.controls, "unread")];
}

const reachRank = { internet: 0, node: 1, "private-network": 2, cluster: 3 };

/** Every control that has a value other than nothing configured on one of two routes, in words. */
export function valuesOf(before: Route, after: Route) {
  return controls.flatMap((one) => {
    const control = one as unknown as AnyControl;
    const values = [before, after].map((route) => route.controls[control.name] as Plain | undefined);
    const isSet = values.some((value) => value !== undefined && JSON.stringify(value) !== JSON.stringify(control.none));
    const [was = "", is = ""] = values.map((value) => (value === undefined ? "unknown" : control.show(value)));
    return isSet ? [{ control: control.name as string, before: was, after: is }] : [];
  });
}

/** `missing` says what a value that is not there means: nothing configured, or a configuration that nobody read. */
export function gapsOfValues(before: ControlValues, after: ControlValues, missing: "none" | "unread"): ControlGap[] {
  const gaps = everyGap(before, after, missing);
  const orderOf = (name: ControlName) => gaps.find((gap) => gap.name === name)?.order;
  return gaps.filter(({ name, order }) => {
    // Without TLS there is nothing to redirect to, and the edge cannot act on a connection that it passes through.
    if (name === "redirect" || name === "hsts") return orderOf("tls") !== order && orderOf("passthrough") !== order;
    // Nor is there a version of it.
    if (name === "tlsVersion" || name === "ciphers") {
      const isWithout = (values: ControlValues) => orderOf("tls") !== undefined && values.tls === "none";
      if (isWithout(before) || isWithout(after)) return false;
    }
    return (
      ["tls", "passthrough", "auth", "sourceRange", "certificate", "injection"].includes(name) ||
      orderOf("passthrough") === undefined
    );
  });
}

function everyGap(before: ControlValues, after: ControlValues, missing: "none" | "unread"): ControlGap[] {
  return controls.flatMap((control) => gapOf(control as unknown as AnyControl, before, after, missing) ?? []);
}

/** What a route that starts or stops being served brings along that deserves a word of its own. */
export function controlsOfNew(pair: Pair, differenceOf: (gap: ControlGap) => Difference): Difference[] {
  const route = (pair.after ?? pair.before) as Route;
  const { tls, snippet, passthrough, cors, injection, ineffective, mirror, redirectTarget } = route.controls;
  const hosts = [showHost(pair.host)];
  const telling: ControlName[] = [
    ...((tls === "default-certificate" || tls === "without-secret") && pair.host.kind !== "any"
      ? (["tls"] as const)
      : []),
    ...(snippet && snippet.length > 0 ? (["snippet"] as const) : []),
    ...(passthrough === "on" ? (["passthrough"] as const) : []),
    ...(cors && sendersOfCredentials(cors) === "any" ? (["cors"] as const) : []),
    ...(injection && injection.length > 0 ? (["injection"] as const) : []),
    ...(ineffective && ineffective.length > 0 ? (["ineffective"] as const) : []),
    ...(mirror && mirror.length > 0 ? (["mirror"] as const) : []),
    ...(redirectTarget?.some((target) => leavesDomain(target, hosts)) ? (["redirectTarget"] as const) : []),
  ];
  return telling.map((name) => {
    const control = controls.find((one) => one.name === name) as unknown as AnyControl;
    const value = route.controls[name] as Plain;
    const [from, to] = pair.after ? [undefined, value] : [value, undefined];
    return differenceOf(gap(control, pair.after ? "weaker" : "stronger", from, to));
  });
}

type AnyControl = Control<ControlName, Plain>;

function gapOf(
  control: AnyControl,
  before: ControlValues,
  after: ControlValues,
  missing: "none" | "unread",
): ControlGap | undefined {
  const [left, right] = [before[control.name] as Plain | undefined, after[control.name] as Plain | undefined];
  if (left === undefined && right === undefined) return undefined;
  const [was, is] =
    missing === "none"
      ? [left === undefined ? control.none : left, right === undefined ? control.none : right]
      : [left, right];
  const order =
    was === undefined || is === undefined
      ? unread(control, (was === undefined ? is : was) as Plain)
      : control.compare(was, is);
  return order === "equal" ? undefined : gap(control, order, was, is);
}

// A controller whose configuration is not read may or may not do what was configured elsewhere; nothing needs no keeping.
function unread(control: AnyControl, known: Plain): Order {
  return JSON.stringify(known) === JSON.stringify(control.none) ? "equal" : "unknown";
}

// Null is a value of some controls: no CORS headers, bodies of any size.
function gap(control: AnyControl, order: Order, was: Plain | undefined, is: Plain | undefined): ControlGap {
  const [from, to] = [was ?? null, is ?? null];
  return {
    control: control.name,
    name: control.name,
    order,
    direction: directionOf(order, control.incomparable),
    before: was === undefined ? "unknown" : control.show(was),
    after: is === undefined ? "unknown" : control.show(is),
    values: { before: from, after: to },
    detail: { facet: control.name, order, from, to } as unknown as FacetDetail,
  };
}
