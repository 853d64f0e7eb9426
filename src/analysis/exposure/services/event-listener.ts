import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asObject } from "../plain-fields.ts";

/** The API groups of EventListeners: Tekton Triggers had no group of its own at first. */
export const eventListenerGroups: readonly string[] = ["triggers.tekton.dev", "tekton.dev"];

/** The Service that Tekton Triggers makes for an EventListener, of the type that it asks for; it stands where the type does. */
export function serviceOfListener(listener: Resource): Resource {
  const { type, port, field } = wantedOf(asObject(listener.data.spec) ?? {});
  const spec = {
    ...(type === undefined ? {} : { type }),
    ports: [{ name: "http-listener", port: port ?? 8080 }],
    selector: { eventlistener: listener.name },
  };
  return {
    ...listener,
    apiVersion: "v1",
    group: "",
    version: "v1",
    kind: "Service",
    name: `el-${listener.name}`,
    data: { spec },
    locate: (path) => listener.locate(path[0] === "spec" ? field : path),
    // Nothing of it stands in the source as it is.
    linesOf: () => [],
  };
}

interface Wanted {
  readonly type: Plain | undefined;
  readonly port: Plain | undefined;
  readonly field: FieldPath;
}

// https://tekton.dev/docs/triggers/eventlisteners: the type moved below `resources` with v1beta1.
function wantedOf(spec: PlainObject): Wanted {
  const own = asObject(asObject(spec.resources)?.kubernetesResource) ?? {};
  const inner: FieldPath = ["spec", "resources", "kubernetesResource", "serviceType"];
  return {
    type: spec.serviceType ?? own.serviceType ?? undefined,
    port: own.servicePort ?? undefined,
    field: (spec.serviceType ?? undefined) === undefined ? inner : ["spec", "serviceType"],
  };
}
