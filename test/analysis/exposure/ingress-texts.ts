import type { ExposureChange } from "../../../src/analysis/exposure/exposure-change.ts";
import { exposureChanges } from "../../../src/analysis/exposure/exposure-changes.ts";
import { resourcesFrom } from "../../support/resources.ts";

export interface IngressText {
  readonly name?: string;
  readonly namespace?: string;
  readonly class?: string | null;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly hosts?: readonly (string | null)[];
  readonly paths?: readonly (readonly [path: string, type?: string, service?: string])[];
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secret?: string }[];
}

/** An Ingress of networking.k8s.io/v1 as JSON, which is YAML; ingress-nginx serves it unless said otherwise. */
export function ingress(text: IngressText = {}): string {
  const paths = (text.paths ?? [["/"]]).map(([path, pathType = "Prefix", name = "web"]) => ({
    path,
    pathType,
    backend: { service: { name, port: { number: 80 } } },
  }));
  const annotations = Object.entries(text.annotations ?? {}).map(([key, value]) => [
    key.includes("/") ? key : `nginx.ingress.kubernetes.io/${key}`,
    value,
  ]);
  return JSON.stringify({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: text.name ?? "shop",
      namespace: text.namespace ?? "shop",
      annotations: Object.fromEntries(annotations),
    },
    spec: {
      ...(text.class === null ? {} : { ingressClassName: text.class ?? "nginx" }),
      rules: (text.hosts ?? ["shop.example.com"]).map((host) => ({
        ...(host === null ? {} : { host }),
        http: { paths },
      })),
      ...(text.tls
        ? {
            tls: text.tls.map(({ hosts, secret }) => ({
              ...(hosts ? { hosts } : {}),
              ...(secret ? { secretName: secret } : {}),
            })),
          }
        : {}),
    },
  });
}

type Options = Parameters<typeof exposureChanges>[1];

/** The objects of some manifests, each in a file of its own. */
export function read(texts: readonly string[], side: "before" | "after") {
  return texts.flatMap((text, index) => [...resourcesFrom(text, `${side}-${index}.yaml`, side)]);
}

/** The changes between two lists of manifests. */
export function changesBetween(
  before: readonly string[],
  after: readonly string[],
  options: Options = { controllers: {} },
): readonly ExposureChange[] {
  return exposureChanges({ name: "", before: read(before, "before"), after: read(after, "after") }, options);
}

/** Facet and direction of each change, sorted. */
export function outline(changes: readonly ExposureChange[]): string[] {
  return changes.map(({ facet, direction }) => `${facet} ${direction}`).sort();
}
