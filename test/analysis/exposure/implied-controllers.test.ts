import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "./ingress-texts.ts";

const tls = { "traefik.ingress.kubernetes.io/router.tls": "true" };
const auth = { ...tls, "traefik.ingress.kubernetes.io/router.middlewares": "shop-auth@kubernetescrd" };
const middleware = `
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: auth, namespace: shop }
spec: { basicAuth: { secret: users } }`;
const of = (name: string, annotations: Readonly<Record<string, string>>, of: string | null = null) =>
  ingress({ name, class: of, hosts: [`${name}.example.com`], annotations });

describe("a class that nothing explains", () => {
  test("is served by the controller whose annotations its Ingresses have", () => {
    const rest = [middleware, of("wiki", tls)];
    const changes = changesBetween([...rest, of("shop", auth)], [...rest, of("shop", tls)]);
    expect(outline(changes)).toEqual(["auth widened"]);
    expect(changes[0]?.assumptions.at(-1)).toMatch(/^traefik serves the class/);
  });

  test("also where its name says nothing", () => {
    const rest = [middleware, of("wiki", tls, "internal")];
    expect(
      outline(changesBetween([...rest, of("shop", auth, "internal")], [...rest, of("shop", tls, "internal")])),
    ).toEqual(["auth widened"]);
  });

  test("stays so while the last of the annotations goes", () => {
    const [before, after] = [
      [middleware, of("wiki", tls), of("shop", auth)],
      [middleware, of("wiki", {}), of("shop", {})],
    ];
    expect(outline(changesBetween(before, after))).toContain("auth widened");
  });

  test("is served by Google's load balancers where only they are addressed", () => {
    const gke = { "networking.gke.io/managed-certificates": "shop" };
    const closed = { ...gke, "kubernetes.io/ingress.allow-http": "false" };
    const rest = [of("wiki", gke)];
    expect(outline(changesBetween([...rest, of("shop", closed)], [...rest, of("shop", gke)]))).not.toContain(
      "annotation unknown",
    );
  });

  test("is not decided by one Ingress, nor where two controllers are addressed", () => {
    expect(outline(changesBetween([middleware, of("shop", auth)], [middleware, of("shop", tls)]))).toEqual([
      "annotation unknown",
    ]);
    const rest = [middleware, of("wiki", tls), of("docs", { "rewrite-target": "/" })];
    expect(outline(changesBetween([...rest, of("shop", auth)], [...rest, of("shop", tls)]))).toEqual([
      "annotation unknown",
    ]);
  });

  test("is not read by annotations where its name is known", () => {
    const rest = [middleware, of("wiki", tls, "nginx")];
    expect(
      outline(changesBetween([...rest, of("shop", auth, "nginx")], [...rest, of("shop", tls, "nginx")])),
    ).not.toContain("auth widened");
  });
});
