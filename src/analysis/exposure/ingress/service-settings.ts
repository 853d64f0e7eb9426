import type { Resource } from "../../../kubernetes/resource.ts";
import type { AnnotatedFacet, ControllerProfile, ServerReading } from "../controller-profile.ts";
import type { FieldSettings } from "../field-settings.ts";
import type { AnnotationWeight, Aspect, Backend, Facet } from "../route.ts";
import type { World } from "../world.ts";

/** The reading of a controller that also looks at other objects. */
export type WideReading = ServerReading & Required<Pick<ServerReading, "aspects" | "settings">>;

/** The Service behind a backend, where the repository has it. */
export function serviceBehind(backend: Backend, world: World): Resource | undefined {
  return backend.kind === "Service" ? world.find("", "Service", backend.namespace, backend.name) : undefined;
}

/** `Service shop/web`, as settings of other objects are named. */
export function objectName({ kind, namespace, name }: Resource): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** The field or annotation of a setting, without the object that another one is named after: `Service shop/web: konghq.com/path`. */
export function withoutObject(setting: string): string {
  const colon = setting.indexOf(": ");
  return colon < 0 ? setting : setting.slice(colon + 2);
}

/** Annotations of the controller on another object that no control reads. */
export function annotationsLeft(
  resource: Resource | undefined,
  isOwn: (annotation: string) => boolean,
  read: ReadonlySet<string>,
  weigh: (annotation: string) => AnnotationWeight,
): Readonly<Record<string, string>> {
  if (!resource) return {};
  const left = Object.entries(resource.annotations)
    .filter(([key]) => isOwn(key) && !read.has(key) && weigh(key) !== "none")
    .map(([key, text]) => [`${objectName(resource)}: ${key}`, text] as const);
  return Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The annotations of an object that no control reads and that are not bookkeeping. */
export function ownAnnotations(
  resource: Resource,
  read: ReadonlySet<string>,
  weigh: (annotation: string) => AnnotationWeight,
): FieldSettings {
  const left = Object.entries(resource.annotations).filter(([key]) => !read.has(key) && weigh(key) !== "none");
  return {
    texts: Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1))),
    aspects: left.map(([key]) => ({ resource, path: ["metadata", "annotations", key] })),
  };
}

/** Where a facet is set by annotations of another object. */
export function annotationAspects(
  facet: Facet,
  resource: Resource | undefined,
  names: ControllerProfile["annotations"],
  isOwn: (annotation: string) => boolean,
): readonly Aspect[] {
  if (!resource || facet === "entry") return [];
  const keys =
    facet === "annotation" ? Object.keys(resource.annotations).filter(isOwn) : (names[facet as AnnotatedFacet] ?? []);
  return keys
    .filter((key) => Object.hasOwn(resource.annotations, key))
    .map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}

/** Every annotation that a profile reads, but those of the facet `path`, which are compared as text as well. */
export function annotationsRead({ path: _, ...interpreted }: ControllerProfile["annotations"]): ReadonlySet<string> {
  return new Set(Object.values(interpreted).flat());
}
