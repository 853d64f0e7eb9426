import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

function cilium(annotations: Annotations = {}, more: IngressText = {}): string {
  const named = Object.entries(annotations).map(([key, value]) => [
    key.includes("/") ? key : `ingress.cilium.io/${key}`,
    value,
  ]);
  return ingress({ class: "cilium", tls: [{ secret: "tls" }], ...more, annotations: Object.fromEntries(named) });
}

function outlineOf(before: Annotations, after: Annotations, more: IngressText = {}): string[] {
  return outline(changesBetween([cilium(before, more)], [cilium(after, more)]));
}

describe("controls", () => {
  test("HTTPS is enforced unless the Ingress says otherwise", () => {
    expect(outlineOf({}, { "force-https": "enabled" })).toEqual([]);
    expect(outlineOf({}, { "force-https": "disabled" })).toEqual(["redirect widened"]);
    expect(outlineOf({ "force-https": "false" }, {})).toEqual(["redirect narrowed"]);
    expect(outlineOf({}, { "force-https": "${FORCE}" })).toEqual(["redirect unknown"]);
    expect(outlineOf({}, { "force-https": "disabled" }, { tls: [] })).toEqual([]);
  });

  test("connections that pass unopened", () => {
    expect(outlineOf({}, { "tls-passthrough": "enabled" })).toContain("passthrough widened");
    expect(outlineOf({}, { "tls-passthrough": "disabled" })).toEqual([]);
  });

  test("the address of the client", () => {
    const local = { "service-external-traffic-policy": "Local" };
    expect(outlineOf(local, {})).toEqual(["clientIp widened"]);
    expect(outlineOf({ "service-external-traffic-policy": "Cluster" }, {})).toEqual([]);
  });
});

describe("who can reach it", () => {
  const azure = "service.beta.kubernetes.io/azure-load-balancer-internal";

  test("annotations of load balancers are copied to the Service", () => {
    const changes = changesBetween([cilium({ [azure]: "true" })], [cilium({ [azure]: "false" })]);
    expect(outline(changes)).toEqual(["entry widened"]);
    expect(changes[0]?.because[0]).toMatchObject({ file: "after-0.yaml", side: "after" });
    expect(
      outlineOf(
        { "cloud.google.com/load-balancer-type": "Internal" },
        { "cloud.google.com/load-balancer-type": "External" },
      ),
    ).toEqual(["entry widened"]);
  });

  test("other annotations are not", () => {
    const other = "networking.gke.io/load-balancer-type";
    expect(outlineOf({ [other]: "Internal" }, { [other]: "External" })).toEqual(["annotation unknown"]);
  });

  test("other types of Services", () => {
    expect(outlineOf({ "service-type": "ClusterIP" }, { "service-type": "NodePort" })).toContain("entry widened");
  });

  test("nobody knows the Service that all share", () => {
    const shared = { "loadbalancer-mode": "shared" };
    expect(outlineOf({ ...shared, [azure]: "true" }, { ...shared, [azure]: "false" })).toEqual(["annotation unknown"]);
    expect(outlineOf({}, shared)).toEqual(["annotation unknown"]);
  });
});

test("without a type, a path is an expression for all of it", () => {
  const at = (path: string, type: string) => cilium({}, { paths: [[path, type]] });
  expect(outline(changesBetween([at("/x", "ImplementationSpecific")], [at("/x", "Exact")]))).toEqual([]);
  expect(outline(changesBetween([at("/x", "ImplementationSpecific")], [at("/x", "Prefix")]))).toEqual(["path widened"]);
  expect(
    outline(changesBetween([at("/x", "ImplementationSpecific")], [at("/x.*", "ImplementationSpecific")])),
  ).toContain("path unknown");
});

test("a setting that is not interpreted is still a change", () => {
  expect(outlineOf({}, { "host-listener-port": "8081" })).toEqual(["annotation unknown"]);
  expect(outlineOf({}, { "insecure-node-port": "30080" })).toEqual(["annotation neutral"]);
});
