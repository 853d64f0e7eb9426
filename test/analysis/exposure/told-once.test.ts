import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "./ingress-texts.ts";

const signIn = (host: string) => ({
  "auth-url": "https://login.example.com/check",
  "auth-signin": `https://${host}/start`,
});

describe("where callers sign in", () => {
  test("follows from whether they are asked, with the same owner", () => {
    const [open, asked] = [ingress(), ingress({ annotations: signIn("login.example.com") })];
    expect(outline(changesBetween([open], [asked]))).toEqual(["auth narrowed"]);
    expect(outline(changesBetween([asked], [open]))).toEqual(["auth widened"]);
  });

  test("is a change of its own where another owner asks, or where it alone changes", () => {
    const [own, other] = ["login.example.com", "login.example.net"].map((host) =>
      ingress({ annotations: signIn(host) }),
    );
    expect(outline(changesBetween([ingress()], [other as string]))).toContain("redirectTarget widened");
    expect(outline(changesBetween([own as string], [other as string]))).toEqual(["redirectTarget unknown"]);
  });
});

describe("a name outside the cluster", () => {
  const external = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: ExternalName, externalName: nas.example.net, ports: [{ port: 80 }] }`;

  test("comes and goes with the host that leads there", () => {
    const host = ingress({ class: "edge" });
    expect(outline(changesBetween([], [host, external]))).toEqual(["host widened"]);
    expect(outline(changesBetween([host, external], []))).toEqual(["host narrowed"]);
  });

  test("is told for itself where no host comes with it", () => {
    expect(outline(changesBetween([], [external]))).toEqual(["annotation unknown"]);
  });
});

describe("a host that is gone", () => {
  const own = ingress({ annotations: { "whitelist-source-range": "10.0.0.0/8" } });
  const pages = (service: string) =>
    ingress({ name: "pages", hosts: ["*.example.com"], paths: [["/", "Prefix", service]] });

  test("is answered as any other host, which weakens nothing", () => {
    expect(outline(changesBetween([own, pages("pages")], [pages("pages")]))).toEqual(["host narrowed"]);
  });

  test("and one that comes with less protection than the others is told with it, wherever its name leads", () => {
    const strict = ingress({
      name: "pages",
      hosts: ["*.example.com"],
      paths: [["/", "Prefix", "pages"]],
      annotations: { "whitelist-source-range": "10.0.0.0/8" },
    });
    const loose = ingress({ annotations: { "external-dns.alpha.kubernetes.io/target": "192.0.2.1" } });
    const changes = changesBetween([strict], [strict, loose]);
    expect(outline(changes)).toEqual(["host widened", "shadowed widened"]);
    expect(JSON.stringify(changes)).not.toContain("pointing");
    expect(outline(changesBetween([strict, loose], [strict]))).toEqual(["host narrowed", "shadowed narrowed"]);
  });

  test("lost its protection where the same service answers still", () => {
    expect(outline(changesBetween([own, pages("web")], [pages("web")]))).toContain("shadowed widened");
  });
});

test("a host that one object takes from several others is told once, of that object", () => {
  const wide = ["/one", "/two", "/three"].map((path) =>
    ingress({ name: path.slice(1), hosts: ["*.example.com"], paths: [[path, "Prefix", "web"]] }),
  );
  const own = ingress({ name: "own", hosts: ["shop.example.com"], paths: [["/own", "Prefix", "own"]] });
  const taken = changesBetween(wide, [...wide, own]).filter(({ direction }) => direction === "narrowed");
  expect(taken.map(({ resource, targets }) => [resource.name, targets.map(({ path }) => String(path)).sort()])).toEqual(
    [["own", ["/one", "/three", "/two"]]],
  );
});
