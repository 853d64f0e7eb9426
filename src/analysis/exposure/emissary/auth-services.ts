import type { Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import { type AuthChecks, noAuth } from "../controls/auth.ts";
import { fieldSettings } from "../field-settings.ts";
import { objectName } from "../ingress/service-settings.ts";
import { asText } from "../plain-fields.ts";
import { specOf } from "../plain-items.ts";
import type { Aspect } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import type { EdgeHost } from "./host-object.ts";
import { entryOf, installationOf, objectsOf } from "./names.ts";

/** What every Mapping of an installation is checked by, unless it says otherwise. */
export interface Checks {
  readonly services: readonly Resource[];
  /** Of one route: what the Host asks for comes on top, and stays where a Mapping goes around the services. */
  auth(isBypassed: boolean, host: EdgeHost | undefined): AuthChecks;
  readonly aspects: readonly Aspect[];
}

export function checksOf(services: readonly Resource[]): Checks {
  const atoms = services.map(
    (service): AuthAtom => ({ kind: "external", by: asText(specOf(service).auth_service) ?? "" }),
  );
  const failOpen = services
    .filter((service) => specOf(service).failure_mode_allow === true)
    .map((service) => asText(specOf(service).auth_service) ?? "");
  return {
    services,
    auth(isBypassed, host) {
      const certificate = host?.certificate ?? [];
      const own = isBypassed ? [] : atoms;
      return {
        ...noAuth,
        ways: [[...certificate, ...own]],
        optionalCertificate: host?.optionalCertificate ?? "no",
        ...(failOpen.length > 0 && !isBypassed ? { failOpen: [...failOpen].sort() } : {}),
        ...(isBypassed && atoms.length > 0 ? { exempt: "`bypass_auth`" } : {}),
      };
    },
    aspects: services.flatMap((resource) =>
      ["failure_mode_allow", "auth_service"].map((name): Aspect => ({ resource, path: ["spec", name] })),
    ),
  };
}

/** The checks of each installation, by its name. */
export function readChecks(world: World): (installation: string) => Checks {
  const services = [...objectsOf(world, "AuthService")].sort((a, b) => (objectName(a) < objectName(b) ? -1 : 1));
  const known = new Map<string, Checks>();
  return (installation) => {
    const checks = known.get(installation) ?? checksOf(services.filter((one) => installationOf(one) === installation));
    known.set(installation, checks);
    return checks;
  };
}

/** The same for Mappings that are not in the repository, with the settings of each service. */
export function authScopes(world: World): readonly Scope[] {
  return objectsOf(world, "AuthService").map((resource): Scope => {
    world.use(resource);
    const installation = installationOf(resource);
    const checks = checksOf([resource]);
    const { texts, aspects } = fieldSettings(
      resource,
      ["spec"],
      ["auth_service", "failure_mode_allow", "ambassador_id"],
    );
    return {
      key: `Emissary ${installation} ${objectName(resource)}`,
      label: `every Mapping of ${entryOf(installation, {}).class}`,
      resource,
      reach: entryOf(installation, world.controllers).reach,
      controls: { auth: checks.auth(false, undefined) },
      annotations: texts,
      weigh: () => "protective",
      assumptions: [],
      where: (facet) => (facet === "annotation" ? aspects : checks.aspects),
    };
  });
}
