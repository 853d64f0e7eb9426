import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { exposureChanges } from "../../../src/analysis/exposure/exposure-changes.ts";
import { changesBetween, type IngressText, ingress, outline, read } from "./ingress-texts.ts";

describe("equal meaning is no change", () => {
  const whole = ingress({ hosts: ["a.io", "b.io"], paths: [["/"], ["/cart", "Exact", "cart"]] });

  test("one Ingress is split into two", () => {
    const parts = ["a.io", "b.io"].map((host) =>
      ingress({ name: host, hosts: [host], paths: [["/cart", "Exact", "cart"], ["/"]] }),
    );
    expect(changesBetween([whole], parts)).toEqual([]);
  });

  test("the annotations of a path move with it into another object", () => {
    const guarded = { "auth-url": "https://login.io", "limit-rps": "5" };
    const before = ingress({ paths: [["/"], ["/api", "Prefix", "api"]], annotations: guarded });
    const after = [
      ingress({ annotations: guarded }),
      ingress({ name: "api", paths: [["/api", "Prefix", "api"]], annotations: guarded }),
    ];
    expect(changesBetween([before], after)).toEqual([]);
  });

  test.each([
    ["a boolean is spelled in another way", { "ssl-redirect": "true" }, { "ssl-redirect": "1" }],
    [
      "the order of addresses changes",
      { "whitelist-source-range": "10.0.0.0/8,1.1.1.1" },
      { "whitelist-source-range": "1.1.1.1/32, 10.0.0.0/8" },
    ],
    ["the limit of zero is left out", { "limit-rps": "0" }, {}],
    [
      "satisfy has nothing to choose from",
      { satisfy: "any", "auth-url": "https://a.io" },
      { "auth-url": "https://a.io" },
    ],
    [
      "bookkeeping",
      {},
      { "meta.helm.sh/release-name": "shop", "argocd.argoproj.io/sync-wave": "1", "hajimari.io/icon": "x" },
    ],
  ] as const)("%s", (_, before, after) => {
    expect(changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })])).toEqual([]);
  });

  test("a path with an asterisk keeps its service where another controller takes it literally", () => {
    const paths = [
      ["/*", "ImplementationSpecific", "deck"],
      ["/hook", "ImplementationSpecific", "hook"],
    ] as const;
    const changes = changesBetween([ingress({ class: null, paths })], [ingress({ paths })]);
    expect(changes.map(({ facet }) => facet)).not.toContain("backend");
  });

  test("a class without a name is the only default class of the repository", () => {
    const nginx = JSON.stringify({
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "nginx", annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
      spec: { controller: "k8s.io/ingress-nginx" },
    });
    expect(changesBetween([nginx, ingress({ class: null })], [nginx, ingress()])).toEqual([]);
  });
});

describe("what one Ingress does to the others of its host", () => {
  const main = ingress();
  const other = (annotations: IngressText["annotations"]) =>
    ingress({ name: "other", paths: [["/other", "Prefix", "other"]], ...(annotations ? { annotations } : {}) });

  test("passthrough switches off the authentication of all of them", () => {
    const guarded = ingress({ annotations: { "auth-url": "https://login.io" } });
    const changes = changesBetween([guarded, other({})], [guarded, other({ "ssl-passthrough": "true" })]);
    expect(outline(changes)).toContain("passthrough widened");
    expect(outline(changes)).toContain("auth widened");
  });

  test("an expression loosens the paths of all of them", () => {
    const loosened = changesBetween(
      [ingress({ paths: [["/cart"]] }), other({})],
      [ingress({ paths: [["/cart"]] }), other({ "use-regex": "true" })],
    );
    expect(loosened.flatMap(({ targets }) => targets.map(({ path }) => path))).toContain("/cart");
    expect(loosened.filter(({ facet }) => facet === "path").map(({ direction }) => direction)).toEqual([
      "widened",
      "widened",
    ]);
  });

  test("a client certificate that one asks for is asked of all", () => {
    const [change, ...more] = changesBetween([main, other({ "auth-tls-secret": "shop/ca" })], [main, other({})]).filter(
      ({ facet }) => facet === "auth",
    );
    expect([change?.direction, change?.targets]).toEqual(["widened", [{ host: "shop.example.com", path: null }]]);
    expect(change?.resource.name).toBe("other");
    expect(more).toEqual([]);
  });

  test("Ingresses that ask for different client certificates leave it open which counts", () => {
    const asks = (secret: string) => ({ "auth-tls-secret": secret });
    const before = [ingress({ annotations: asks("a/ca") }), other(asks("a/ca"))];
    const changes = changesBetween(before, [ingress({ annotations: asks("a/ca") }), other(asks("b/ca"))]);
    expect(new Set(outline(changes))).toEqual(new Set(["auth unknown"]));
  });
});

describe("requests, not objects", () => {
  test("requests of a path that is gone, and only they, fall to the wider one", () => {
    const rest = ingress({ name: "rest", paths: [["/"]] });
    const docs = ingress({ name: "docs", paths: [["/docs", "Prefix", "docs"]] });
    const [change, ...more] = changesBetween([rest, docs], [rest]);
    expect(more).toEqual([]);
    expect(change).toMatchObject({ facet: "backend", targets: [{ host: "shop.example.com", path: "/docs" }] });
  });

  test("a longer path that takes requests from a protected one is a loss for these requests", () => {
    const guarded = ingress({ annotations: { "whitelist-source-range": "10.0.0.0/8" } });
    const [change, ...more] = changesBetween([guarded], [guarded, ingress({ name: "b", paths: [["/b"]] })]);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      facet: "shadowed",
      direction: "widened",
      targets: [{ host: "shop.example.com", path: "/b" }],
    });
  });

  test("an exact host that takes requests from a protected wildcard is a loss as well", () => {
    const guarded = ingress({ hosts: ["*.example.com"], annotations: { "auth-url": "https://login.io" } });
    const changes = changesBetween([guarded], [guarded, ingress({ name: "b" })]);
    expect(outline(changes)).toEqual(["shadowed widened"]);
  });

  test("one cause on forty paths is one change that lists them", () => {
    const paths = Array.from({ length: 40 }, (_, index) => [`/p${index}`] as const);
    const changes = changesBetween(
      [ingress({ paths, annotations: { "auth-url": "https://login.io" } })],
      [ingress({ paths })],
    );
    expect(changes).toHaveLength(1);
    expect(changes[0]?.targets).toEqual([{ host: "shop.example.com", path: null }]);
  });

  test("a range that is replaced under `satisfy: any` widens the ways in", () => {
    const annotations = (range: string) => ({
      satisfy: "any",
      "auth-url": "https://login.io",
      "whitelist-source-range": range,
    });
    const changes = changesBetween(
      [ingress({ annotations: annotations("10.0.0.0/8") })],
      [ingress({ annotations: annotations("10.0.0.0/8,11.0.0.0/8") })],
    );
    expect(outline(changes)).toEqual(["auth widened"]);
  });

  test("without the list, `satisfy: any` leaves only the credential", () => {
    const changes = changesBetween(
      [
        ingress({
          annotations: { satisfy: "any", "auth-url": "https://a.io", "whitelist-source-range": "10.0.0.0/8" },
        }),
      ],
      [ingress({ annotations: { satisfy: "any", "auth-url": "https://a.io" } })],
    );
    expect(outline(changes)).toEqual(["auth narrowed"]);
  });
});

describe("values that cannot be read", () => {
  const range = (text: string) => ({ annotations: { "whitelist-source-range": text } });

  test("ingress-nginx refuses everyone over a wrong list", () => {
    expect(outline(changesBetween([ingress(range("10.0.0.0/8"))], [ingress(range("office"))]))).toEqual([
      "sourceRange narrowed",
    ]);
    expect(outline(changesBetween([ingress()], [ingress({ annotations: { "auth-type": "oauth" } })]))).toEqual([
      "auth narrowed",
    ]);
  });

  test("of a controller that nobody names we cannot say", () => {
    const changes = changesBetween(
      [ingress({ ...range("10.0.0.0/8"), class: null })],
      [ingress({ ...range("office"), class: null })],
    );
    expect(outline(changes)).toEqual(["sourceRange unknown"]);
    expect(changes[0]?.assumptions).toHaveLength(1);
  });

  test("a list that a template fills in is unknown, and equal to itself", () => {
    expect(outline(changesBetween([ingress(range("10.0.0.0/8"))], [ingress(range("${OFFICE}"))]))).toEqual([
      "sourceRange unknown",
    ]);
    expect(changesBetween([ingress(range("${OFFICE}"))], [ingress({ ...range("${OFFICE}"), name: "b" })])).toEqual([]);
  });

  test("a controller that ignores foreign annotations may drop the protection", () => {
    const guarded = { annotations: { "auth-url": "https://login.io" } };
    expect(outline(changesBetween([ingress(guarded)], [ingress({ ...guarded, class: "ambassador" })]))).toEqual([
      "auth unknown",
      "entry unknown",
    ]);
  });

  test("paths of another controller's own syntax are compared as text", () => {
    const glob = (path: string) => ingress({ class: "gce", paths: [[path, "ImplementationSpecific"]] });
    expect(changesBetween([glob("/*")], [glob("/*")])).toEqual([]);
    expect(outline(changesBetween([glob("/api*")], [glob("/api/v1*")]))).toEqual(["path unknown"]);
  });

  test("an Ingress that is wrong is reported when it becomes so, and again when it changes", () => {
    const wrong = (service: string) =>
      ingress({ paths: [["/", "Prefix", service]] }).replace(
        /"service":\{"name":"(\w+)","port":\{"number":80\}\}/,
        '"serviceName":"$1","servicePort":80',
      );
    expect(outline(changesBetween([ingress()], [wrong("web")]))).toEqual(["problem unknown"]);
    expect(changesBetween([wrong("web")], [wrong("web")])).toEqual([]);
    expect(outline(changesBetween([wrong("web")], [wrong("evil")]))).toEqual(["backend unknown", "problem unknown"]);
  });
});

test("a default backend beside rules answers every other host, except where the controller keeps it to its own", () => {
  const withDefault = (name: string) =>
    ingress({ class: name }).replace(
      '"rules":',
      '"defaultBackend":{"service":{"name":"web","port":{"number":80}}},"rules":',
    );
  expect(outline(changesBetween([ingress({ class: "ambassador" })], [withDefault("ambassador")]))).toEqual([
    "host widened",
  ]);
  expect(changesBetween([ingress()], [withDefault("nginx")])).toEqual([]);
});

describe("what refuses requests and goes", () => {
  const between = (before: Record<string, string>, after: Record<string, string>) =>
    outline(changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]));

  test("a snippet is a question, unless it only shaped answers", () => {
    expect(between({ "server-snippet": "location /admin { deny all; }" }, {})).toEqual(["snippet unknown"]);
    expect(between({ "server-snippet": "gzip on;\nallow 10.0.0.0/8;\ndeny all;" }, {})).toEqual(["snippet unknown"]);
    expect(between({ "server-snippet": "# deny all;\ngzip on;\nmore_clear_headers Server;" }, {})).toEqual([
      "snippet narrowed",
    ]);
  });

  test("a list of addresses with a bad entry refuses everyone, unless the controller reads what stands before it", () => {
    const guarded = { "whitelist-source-range": "10.0.0.0/8" };
    expect(between(guarded, { "whitelist-source-range": "0.0.0.0/0,any" })).toEqual(["sourceRange narrowed"]);
    expect(between(guarded, { "whitelist-source-range": "1.2.3.4,0.0.0.0/0,any" })).toEqual(["sourceRange unknown"]);
  });

  test("an action of a cloud load balancer protects, whatever people call it", () => {
    const routed = (type: string) =>
      ingress({ class: "alb", annotations: { "alb.ingress.kubernetes.io/actions.timeout": `{"type":"${type}"}` } })
        .replace('"name":"web"', '"name":"timeout"')
        .replace('"number":80', '"name":"use-annotation"');
    const changes = changesBetween([routed("fixed-response")], [routed("forward")]);
    expect(changes.map(({ direction }) => direction)).not.toContain("narrowed");
    expect(changes).not.toEqual([]);
  });
});

describe("the class", () => {
  test("a second one in the annotation is reported, since another controller may honour it", () => {
    const second = ingress({ annotations: { "kubernetes.io/ingress.class": "haproxy" } });
    expect(outline(changesBetween([ingress()], [second]))).toEqual(["problem unknown"]);
    expect(changesBetween([ingress()], [ingress({ annotations: { "kubernetes.io/ingress.class": "nginx" } })])).toEqual(
      [],
    );
  });

  const controllers = {
    internal: { controller: "ingress-nginx", reach: "private-network" },
    public: { controller: "ingress-nginx", reach: "internet" },
  };

  test("moving to a class with wider reach is a widening", () => {
    const changes = changesBetween([ingress({ class: "internal" })], [ingress({ class: "public" })], { controllers });
    expect(outline(changes)).toEqual(["entry widened"]);
  });

  test("protections are compared across the move", () => {
    const before = ingress({ class: "internal", annotations: { "auth-url": "https://login.io" } });
    expect(outline(changesBetween([before], [ingress({ class: "public" })], { controllers }))).toEqual([
      "auth widened",
      "entry widened",
    ]);
  });

  test("being served by one more class is a new door", () => {
    const second = ingress({ name: "b", class: "public" });
    const changes = changesBetween([ingress({ class: "internal" })], [ingress({ class: "internal" }), second], {
      controllers,
    });
    expect(outline(changes)).toEqual(["host widened"]);
    expect(changes[0]?.class).toBe("public");
  });
});

describe("where it points", () => {
  test("a new field leads; of a field that is gone, its line and what is left around it", () => {
    const [come] = changesBetween([ingress()], [ingress({ annotations: { "server-snippet": "x;" } })]);
    expect(come?.because.map(({ side }) => side)).toEqual(["after"]);
    const [gone] = changesBetween([ingress({ annotations: { "auth-url": "https://login.io" } })], [ingress()]);
    expect(gone?.because.map(({ side }) => side)).toEqual(["before", "after"]);
  });
});

describe("effects", () => {
  const opened = (range: string) =>
    changesBetween(
      [ingress({ annotations: { "whitelist-source-range": "10.1.0.0/16" } })],
      [ingress({ annotations: { "whitelist-source-range": range } })],
    )[0]?.effect;

  test("differ where the result differs", () => {
    expect(opened("0.0.0.0/0")).not.toEqual(opened("10.0.0.0/8"));
  });

  test("do not move with the name of the object or the order of its fields", () => {
    const renamed = (name: string) => changesBetween([], [ingress({ name, hosts: ["a.io", "b.io"] })])[0]?.effect;
    expect(renamed("a")).toEqual(renamed("b"));
  });

  test("a new host with another protection is another effect", () => {
    const [plain] = changesBetween([], [ingress()]);
    const [guarded] = changesBetween([], [ingress({ annotations: { "auth-url": "https://login.io" } })]);
    expect(plain?.effect).not.toEqual(guarded?.effect);
  });
});

const someIngress = fc
  .record({
    name: fc.constantFrom("a", "b"),
    hosts: fc.subarray(["a.io", "b.a.io", "*.a.io", null], { minLength: 1, maxLength: 2 }),
    paths: fc.subarray(["/", "/x", "/x/y", "/X"], { minLength: 1, maxLength: 2 }),
    type: fc.constantFrom("Exact", "Prefix"),
    service: fc.constantFrom("web", "api"),
    class: fc.constantFrom("nginx", "other"),
    annotations: fc.record(
      {
        "auth-url": fc.constantFrom("https://login.io", "https://other.io"),
        "whitelist-source-range": fc.constantFrom("10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0"),
        satisfy: fc.constantFrom("any", "all"),
        "limit-rps": fc.constantFrom("1", "9"),
        // Other snippets mirror nothing: one that goes may have been a protection.
        "server-snippet": fc.constantFrom("gzip on;", "gzip off;"),
        "force-ssl-redirect": fc.constantFrom("true", "false"),
      },
      { requiredKeys: [] },
    ),
    tls: fc.subarray([
      { hosts: ["a.io"], secret: "a" },
      { hosts: ["*.a.io"], secret: "b" },
    ]),
  })
  .map(({ paths, type, service, annotations, ...rest }) =>
    ingress({
      ...rest,
      annotations: Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
      paths: paths.map((path) => [path, type, service] as const),
    }),
  );
const state = fc.array(someIngress, { maxLength: 3 });

test("a state compared with itself, in any order, shows no change", () => {
  fc.assert(
    fc.property(state, (texts) => {
      expect(changesBetween(texts, [...texts].reverse())).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("the way back shows the mirrored directions", () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const forth = mirrored(changesBetween(before, after));
      const back = mirrored(changesBetween(after, before));
      expect(forth.widened).toEqual(back.narrowed);
      expect(forth.narrowed).toEqual(back.widened);
    }),
    { numRuns: 150 },
  );
});

// The first Ingress of a retired controller is told; that the last one goes is told by its hosts.
function mirrored(all: ReturnType<typeof changesBetween>) {
  const changes = all.filter(({ facet }) => facet !== "endOfLife");
  const facets = (direction: string) =>
    [...new Set(changes.filter((change) => change.direction === direction).map(({ facet }) => facet))].sort();
  return { widened: facets("widened"), narrowed: facets("narrowed") };
}

test("any difference of routes shows as a change", () => {
  fc.assert(
    fc.property(someIngress, fc.constantFrom("a.io", "c.io"), (text, host) => {
      expect(changesBetween([text], [text, ingress({ name: "z", hosts: [`new.${host}.net`] })])).not.toEqual([]);
    }),
    { numRuns: 30 },
  );
});

describe("cost", () => {
  const numbers = Array.from({ length: 5000 }, (_, index) => index);

  test("five thousand hosts with one change", () => {
    const texts = numbers.map((index) => ingress({ name: `i${index}`, hosts: [`h${index}.example.com`] }));
    const changed = { name: "i0", hosts: ["h0.example.com"], annotations: { "server-snippet": "x;" } };
    expect(secondsFor(texts, [...texts.slice(1), ingress(changed)])).toBeLessThan(6);
  });

  test("five thousand paths on one host with one change", () => {
    const paths = numbers.map((index) => [`/section/p${index}`] as const);
    expect(secondsFor([ingress({ paths })], [ingress({ paths: [...paths, ["/new"]] })])).toBeLessThan(6);
  });

  test("five thousand new paths on one host", () => {
    const paths = numbers.map((index) => [`/section/p${index}`] as const);
    const before = ingress({ paths: [["/only"]] });
    expect(secondsFor([before], [before, ingress({ name: "b", paths })])).toBeLessThan(12);
  });
});

// The best of three, because other work may disturb one; reading the manifests is not part of it. Alone it takes a third.
function secondsFor(before: readonly string[], after: readonly string[]): number {
  const view = { name: "", before: read(before, "before"), after: read(after, "after") };
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    expect(exposureChanges(view, { controllers: {} })).toHaveLength(1);
    return performance.now() - start;
  });
  return Math.min(...times) / 1000;
}
