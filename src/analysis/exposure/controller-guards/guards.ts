import type { ControllerContainer } from "../controller-containers.ts";

/** What a controller can be told that opens it for every tenant. */
export interface GuardedController {
  readonly name: string;
  readonly isImage: (image: string) => boolean;
  /** Arguments by lower-case name, with the values that switch a guard off. */
  readonly flags: ReadonlyMap<string, RegExp>;
}

const yes = /^(1|t|true)$/i;
const no = /^(0|f|false)$/i;

/** Controllers whose arguments decide it; ingress-nginx has a reader of its own. */
export const guardedControllers: readonly GuardedController[] = [
  {
    name: "NGINX Ingress Controller",
    isImage: named(/(^|\/)(nginx-ic\/)?nginx(-plus)?-ingress$/),
    flags: new Map([
      ["enable-snippets", yes],
      ["enable-tls-passthrough", yes],
    ]),
  },
  {
    name: "Traefik",
    isImage: named(/(^|\/)traefik(ee)?$/),
    flags: new Map([
      ["api.insecure", yes],
      ["providers.kubernetescrd.allowcrossnamespace", yes],
      ["providers.kubernetescrd.allowexternalnameservices", yes],
      ["providers.kubernetesingress.allowexternalnameservices", yes],
      ["serverstransport.insecureskipverify", yes],
    ]),
  },
  {
    name: "HAProxy Ingress",
    isImage: named(/(^|\/)haproxy-ingress(-controller)?$/),
    flags: new Map([
      ["allow-cross-namespace", yes],
      ["disable-external-name", no],
    ]),
  },
];

export function relaxedArguments({ flags }: GuardedController, container: ControllerContainer) {
  return container.flags.filter(({ name, value }) => flags.get(name.toLowerCase())?.test(value));
}

/** Keys and lines of ConfigMaps that do the same, by a name that the ConfigMap conventionally has. */
export const guardedConfigMaps = [
  {
    name: "HAProxy Ingress",
    isName: (name: string) => /^(.*-)?haproxy(-ingress|-configmap|-config|-kubernetes-ingress)?$/.test(name),
    relaxed: (key: string, value: string) =>
      key.startsWith("cross-namespace-") && value.trim() === "allow" ? [`${key}: allow`] : [],
  },
  {
    name: "Envoy Gateway",
    isName: (name: string) => name === "envoy-gateway-config",
    relaxed: (_key: string, value: string) =>
      [...value.matchAll(/^[ \t]*(enable(?:EnvoyPatchPolicy|Backend)):[ \t]*true\b/gm)].map(
        ([, line]) => `${line}: true`,
      ),
  },
] as const;

function named(pattern: RegExp): (image: string) => boolean {
  return (image) => pattern.test(image.replace(/@.*$/, "").replace(/:[^/:]*$/, ""));
}
