import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathContained } from "../path-pattern.ts";
import type { Aspect, Backend, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { withMiddlewares } from "./base-controls.ts";
import { ingressDoors, ingressPath, middlewareReferences, traefikPrefix, traefikValue } from "./ingress-annotations.ts";
import { type IngressServiceReading, readIngressService } from "./ingress-services.ts";
import { mergeControls } from "./merge-controls.ts";
import { readSteps, type StepsReading } from "./read-steps.ts";
import { readTlsOption, type TlsOptionReading } from "./read-tls-option.ts";
import { defaultCertificate } from "./router-tls.ts";
import { stepsOf } from "./steps.ts";
import { joinedTexts } from "./texts.ts";
import { entryPointsSetting, onlyPlainSetting } from "./weigh.ts";

/** How Traefik builds its routers from the Ingresses of one host. */
export function traefikServer(host: HostPattern, ingresses: readonly IngressObject[], world: World): ServerReading {
  const owners = new Map<object, IngressObject>(
    ingresses.flatMap((ingress) => ingress.rules.flatMap(({ paths }) => paths.map((path) => [path, ingress] as const))),
  );
  const pathOf = (path: Pick<IngressPath, "text" | "type">, ingress = owners.get(path)) =>
    ingressPath(path, ingress && traefikValue(ingress, "router.pathmatcher"));
  const option = optionReader(host, ingresses, world);
  const known = new Map<string, PathReading>();
  const readingOf = (ingress: IngressObject, path: PathPattern, backend: Backend): PathReading => {
    const key = JSON.stringify([ingresses.indexOf(ingress), path, backend]);
    const found = known.get(key) ?? readPath(world, ingress, path, backend, option(ingress));
    known.set(key, found);
    return found;
  };
  const pathsOf = (ingress: IngressObject) =>
    ingress.rules.filter((rule) => hostKey(rule.host) === hostKey(host)).flatMap(({ paths }) => paths);
  const others = (wanted: "plain" | "secure", path: PathPattern) =>
    ingresses.flatMap((ingress) => {
      const doors = ingressDoors(ingress);
      if (wanted === "plain" ? doors.plain === false : doors.tls !== true || doors.plain !== false) return [];
      const at = pathsOf(ingress).find((one) => pathContained(path, pathOf(one, ingress)) === true);
      return at?.backend ? [{ ingress, reading: readingOf(ingress, pathOf(at, ingress), at.backend) }] : [];
    });
  return {
    path: (path) => pathOf(path),
    controls(ingress, path, backend) {
      const { steps, controls } = readingOf(ingress, path, backend);
      const doors = ingressDoors(ingress);
      const redirects = steps.controls.redirect === "redirect";
      if (doors.plain === false) {
        const plain = others("plain", path).map(({ reading }) => reading.steps);
        return { ...controls, ...tlsOf(world, host, ingresses, ingress), redirect: redirectOf(plain) };
      }
      const [secure] = redirects && doors.tls === false ? others("secure", path) : [];
      // What only redirects has no protections of its own: those of its target count.
      if (secure)
        return { ...secure.reading.controls, ...tlsOf(world, host, ingresses, secure.ingress), redirect: "redirect" };
      return {
        ...controls,
        ...tlsOf(world, host, ingresses, ingress),
        redirect: doors.plain === "unknown" ? "unknown" : redirectOf([steps]),
      };
    },
    aspects: (facet, ingress, backend) =>
      aspectsOf(facet, ingress, readingOf(ingress, { kind: "any" }, backend), world),
    settings: (ingress, backend) => settingsOf(ingress, readingOf(ingress, { kind: "any" }, backend)),
  };
}

/** What one path of an Ingress is worth, apart from its doors. */
interface PathReading {
  readonly steps: StepsReading;
  readonly option: TlsOptionReading;
  readonly service: IngressServiceReading;
  readonly controls: ControlValues;
}

function readPath(
  world: World,
  ingress: IngressObject,
  path: PathPattern,
  backend: Backend,
  option: TlsOptionReading,
): PathReading {
  const service = readIngressService(world, ingress, backend);
  const references = [
    ...middlewareReferences(ingress, "router.middlewares"),
    ...(service.service ? middlewareReferences({ resource: service.service }, "service.middlewares") : []),
  ];
  const steps = readSteps(stepsOf(world, references), path);
  const ignored: ControlValues =
    ingress.rules.length > 0 && ingress.defaultBackend
      ? { ineffective: ["spec.defaultBackend: Traefik uses it only in an Ingress without rules"] }
      : {};
  const controls: ControlValues = {
    ...withMiddlewares(steps, option.controls, ignored),
    backendTls: service.transport.value,
    passthrough: "off",
    mirror: [],
  };
  return { steps, option, service, controls };
}

function redirectOf(plain: readonly StepsReading[]): NonNullable<ControlValues["redirect"]> {
  if (plain.length === 0) return "closed";
  if (plain.every(({ controls }) => controls.redirect === "redirect")) return "redirect";
  return plain.some(({ controls, missing }) => controls.redirect === undefined && missing.length > 0)
    ? "unknown"
    : "none";
}

/** Routers of a host share their TLS options; where they ask for different ones, the default ones count. */
function optionReader(host: HostPattern, ingresses: readonly IngressObject[], world: World) {
  const asked = new Set(
    ingresses
      .filter((one) => ingressDoors(one).tls === true)
      .map((one) => traefikValue(one, "router.tls.options") ?? ""),
  );
  return (ingress: IngressObject): TlsOptionReading => {
    if (ingressDoors(ingress).tls === false)
      return { controls: {}, settings: { texts: {}, aspects: [] }, aspects: () => [] };
    const name = traefikValue(ingress, "router.tls.options");
    if (name === undefined) return readTlsOption(world, undefined);
    const why =
      host.kind === "any"
        ? "options count for hosts, and the rule names none"
        : asked.size > 1
          ? "the Ingresses of the host ask for different options, so the default ones count"
          : undefined;
    if (why === undefined) return readTlsOption(world, { name, namespace: ingress.resource.namespace });
    const fallback = readTlsOption(world, undefined);
    const ineffective = [`${traefikPrefix}router.tls.options: ${why}`];
    return { ...fallback, controls: mergeControls(fallback.controls, { ineffective }) };
  };
}

function tlsOf(
  world: World,
  host: HostPattern,
  ingresses: readonly IngressObject[],
  ingress: IngressObject,
): ControlValues {
  const doors = ingressDoors(ingress);
  if (doors.tls === "unknown") return {};
  const { mode, secrets } = tlsCoverage(host, ingresses);
  if (!doors.tls && !(doors.isDefault && secrets.length > 0)) return { tls: "none", certificate: [] };
  if (secrets.length > 0) return { tls: mode, certificate: secrets };
  if (traefikValue(ingress, "router.tls.certresolver") !== undefined) return { tls: "terminated", certificate: [] };
  const { controls } = defaultCertificate(world);
  return mode === "without-secret" && controls.tls !== "terminated" ? { tls: mode, certificate: [] } : controls;
}

function aspectsOf(facet: Facet, ingress: IngressObject, reading: PathReading, world: World): readonly Aspect[] {
  const { resource } = ingress;
  const annotation = (key: string): Aspect => ({ resource, path: ["metadata", "annotations", traefikPrefix + key] });
  const { steps, option, service } = reading;
  if (facet === "annotation")
    return [
      ...steps.textAspects,
      ...option.settings.aspects,
      ...service.textAspects,
      { ...annotation("router.entrypoints"), setting: entryPointsSetting },
      { ...annotation("router.tls"), setting: entryPointsSetting },
      { ...annotation("router.entrypoints"), setting: onlyPlainSetting },
      annotation("router.middlewares"),
    ];
  if (facet === "backendTls") return service.aspects;
  if (facet === "tls" || facet === "certificate")
    return [
      annotation("router.tls"),
      annotation("router.entrypoints"),
      annotation("router.tls.certresolver"),
      ...defaultCertificate(world).aspects,
    ];
  return [...steps.aspects(facet).filter((aspect) => aspect.resource !== resource), ...option.aspects(facet)];
}

function settingsOf(ingress: IngressObject, { steps, option, service }: PathReading): Readonly<Record<string, string>> {
  const { left, only } = ingressDoors(ingress);
  return joinedTexts(
    steps.texts,
    option.settings.texts,
    service.texts,
    left === "" ? {} : { [entryPointsSetting]: left },
    only === "" ? {} : { [onlyPlainSetting]: only },
    steps.order === "" ? {} : { [`${traefikPrefix}router.middlewares`]: steps.order },
  );
}
