/** Manifests of Gateway API as JSON, which is YAML, as short as a test wants them. */
type Fields = Readonly<Record<string, unknown>>;

export const group = "gateway.networking.k8s.io";

export function object(kind: string, name: string, namespace: string | null, spec: Fields, more: Fields = {}): string {
  const { apiVersion = `${group}/v1`, labels, annotations } = more;
  return JSON.stringify({
    apiVersion,
    kind,
    metadata: { name, ...(namespace === null ? {} : { namespace }), labels, annotations },
    spec,
  });
}

export function gateway(listeners: readonly Fields[], spec: Fields = {}, more: Fields = {}): string {
  return object("Gateway", "public", "edge", { gatewayClassName: "envoy", listeners, ...spec }, more);
}

export const all = { namespaces: { from: "All" } };

export function https(fields: Fields = {}): Fields {
  return {
    name: "https",
    port: 443,
    protocol: "HTTPS",
    tls: { certificateRefs: [{ name: "shop-tls" }] },
    allowedRoutes: all,
    ...fields,
  };
}

export function http(fields: Fields = {}): Fields {
  return { name: "http", port: 80, protocol: "HTTP", allowedRoutes: all, ...fields };
}

export const web = { name: "web", port: 80 };

/** An HTTPRoute of namespace `shop` at the Gateway `edge/public`. */
export function route(spec: Fields = {}, more: Fields = {}): string {
  return object(
    "HTTPRoute",
    (more.name as string | undefined) ?? "shop",
    "namespace" in more ? (more.namespace as string | null) : "shop",
    {
      parentRefs: [{ name: "public", namespace: "edge" }],
      hostnames: ["shop.example.com"],
      rules: [{ backendRefs: [web] }],
      ...spec,
    },
    more,
  );
}

export function rule(fields: Fields = {}): Fields {
  return { rules: [{ backendRefs: [web], ...fields }] };
}

export function at(section: string): Fields {
  return { parentRefs: [{ name: "public", namespace: "edge", sectionName: section }] };
}

export function policy(
  kind: string,
  spec: Fields,
  target: Fields = { kind: "HTTPRoute", name: "shop" },
  namespace = "shop",
): string {
  return object(
    kind,
    "rule",
    namespace,
    { targetRefs: [{ group, ...target }], ...spec },
    { apiVersion: "gateway.envoyproxy.io/v1alpha1" },
  );
}

export const toHttps = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] };
