import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { MeshMtls } from "../controls/mesh-mtls.ts";
import { fieldSettings } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { specOf } from "../plain-items.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { securityGroup } from "./fields.ts";
import {
  distinctTargets,
  type PolicyTarget,
  targetedObjects,
  targetKey,
  targetLabel,
  widerKeys,
} from "./policy-targets.ts";

/**
 * PeerAuthentication: a workload takes the mode of the closest policy that sets one, else it is permissive. An object that sets
 * none says nothing of its own, so that its target has no scope and the wider one counts.
 */
export function peerAuthenticationScopes(world: World): Scope[] {
  const policies = targetedObjects(world, securityGroup, "PeerAuthentication");
  for (const { resource } of policies) world.use(resource);
  const all = distinctTargets(policies);
  return policies.flatMap(({ resource, targets }) =>
    targets.flatMap((target) => {
      const spec = specOf(resource);
      const wider = widerKeys(target, all.values()).map((key) => prefix + key);
      const own = prefix + targetKey(target);
      return [
        ...modeScope(resource, own, targetLabel(target), spec.mtls, ["spec", "mtls"], wider),
        ...portModes(spec).flatMap(([port, value]) =>
          modeScope(
            resource,
            `${own} port ${port}`,
            `port ${port} of ${targetLabel(target)}`,
            value,
            ["spec", "portLevelMtls", port],
            [own, ...wider],
          ),
        ),
        ...restScope(resource, `${own} settings`, target),
      ];
    }),
  );
}

const prefix = "Istio PeerAuthentication ";

function portModes(spec: PlainObject): [string, Plain][] {
  return Object.entries(asObject(spec.portLevelMtls) ?? {});
}

function modeScope(
  resource: Resource,
  key: string,
  label: string,
  value: Plain | undefined,
  field: FieldPath,
  within: readonly string[],
): Scope[] {
  const mode = modeOf(value);
  if (mode === undefined) return [];
  return [
    {
      key,
      label,
      resource,
      reach: "cluster",
      controls: { meshMtls: mode },
      within,
      annotations: {},
      weigh: () => "protective",
      assumptions: [],
      where: () => [{ resource, path: [...field, "mode"] }],
    },
  ];
}

// Modes of templates, and fields that are newer than this reader.
function restScope(resource: Resource, key: string, target: PolicyTarget): Scope[] {
  const spec = specOf(resource);
  const read = [
    ...(isReadable(spec.mtls) ? ["mtls.mode"] : []),
    ...portModes(spec).flatMap(([port, value]) => (isReadable(value) ? [`portLevelMtls.${port}.mode`] : [])),
  ];
  const left = fieldSettings(resource, ["spec"], ["selector", ...read]);
  if (Object.keys(left.texts).length === 0) return [];
  return [
    {
      key,
      label: targetLabel(target),
      resource,
      reach: "cluster",
      controls: {},
      annotations: left.texts,
      weigh: () => "protective",
      assumptions: [],
      where: () => left.aspects,
    },
  ];
}

function modeOf(value: Plain | undefined): MeshMtls | undefined {
  const mode = asText(asObject(value)?.mode);
  if (mode === "STRICT") return "strict";
  if (mode === "PERMISSIVE") return "permissive";
  return mode === "DISABLE" ? "disabled" : undefined;
}

function isReadable(value: Plain | undefined): boolean {
  return modeOf(value) !== undefined || asObject(value)?.mode === "UNSET";
}
