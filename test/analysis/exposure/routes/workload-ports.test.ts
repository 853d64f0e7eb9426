import { expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";

type Port = Readonly<Record<string, unknown>>;

const pod = (ports: readonly Port[], more: Readonly<Record<string, unknown>> = {}) => ({
  containers: [{ name: "main", image: "main:1", ports }],
  ...more,
});

function workload(kind: string, podSpec: unknown, apiVersion = "apps/v1"): string {
  const template = { template: { spec: podSpec } };
  const spec = kind === "Pod" ? podSpec : kind === "CronJob" ? { jobTemplate: { spec: template } } : template;
  return JSON.stringify({ apiVersion, kind, metadata: { name: "agent", namespace: "infra" }, spec });
}

const labels = (before: readonly string[], after: readonly string[]) =>
  changesBetween(before, after).flatMap(({ targets }) => targets.map(({ label }) => label));
const taken = [{ containerPort: 8080, hostPort: 80 }];

test.each([
  ["Deployment", "apps/v1"],
  ["DaemonSet", "extensions/v1beta1"],
  ["StatefulSet", "apps/v1"],
  ["ReplicaSet", "apps/v1"],
  ["Job", "batch/v1"],
  ["CronJob", "batch/v1"],
  ["Pod", "v1"],
])("%s takes a port of its nodes", (kind, apiVersion) => {
  expect(labels([], [workload(kind, pod(taken), apiVersion)])).toEqual([`TCP port 80 of \`${kind} infra/agent\``]);
});

test("a pod in the network of its node opens every port that it declares", () => {
  const ports = [{ containerPort: 9100 }, { containerPort: 53, protocol: "UDP" }];
  const [inside, outside] = [
    workload("DaemonSet", pod(ports)),
    workload("DaemonSet", pod(ports, { hostNetwork: true })),
  ];
  expect(labels([inside], [outside])).toEqual([
    "TCP port 9100 of `DaemonSet infra/agent`",
    "UDP port 53 of `DaemonSet infra/agent`",
  ]);
  expect(outline(changesBetween([outside], [inside]))).toEqual(["host narrowed"]);
});

test("without declared ports it may listen on any", () => {
  const changes = changesBetween([], [workload("DaemonSet", pod([], { hostNetwork: true }))]);
  expect(outline(changes)).toEqual(["host widened"]);
  expect(changes[0]?.assumptions).toEqual(["which ports its containers listen on is not declared"]);
});

test("an address of the node itself is no door, another one is named", () => {
  const at = (hostIP: string) => workload("DaemonSet", pod([{ containerPort: 80, hostPort: 80, hostIP }]));
  expect(labels([], [at("127.0.0.1")])).toEqual([]);
  expect(labels([], [at("::1")])).toEqual([]);
  expect(labels([], [at("10.0.0.5")])).toEqual(["TCP port 80 of `DaemonSet infra/agent at 10.0.0.5`"]);
  expect(labels([], [at("0.0.0.0")])).toEqual(["TCP port 80 of `DaemonSet infra/agent`"]);
});

test("another image, another order, and the port 0 change nothing", () => {
  const two = [...taken, { containerPort: 1, hostPort: 2 }];
  const before = workload("Deployment", pod(two));
  const after = workload("Deployment", {
    containers: [{ name: "main", image: "main:2", ports: [...two].reverse() }],
    initContainers: [{ name: "first", ports: [{ containerPort: 9, hostPort: 0 }] }],
  });
  expect(changesBetween([before], [after])).toEqual([]);
});

test("another container port behind the port of the node is another backend", () => {
  const to = (containerPort: number) => workload("Deployment", pod([{ containerPort, hostPort: 80 }]));
  expect(outline(changesBetween([to(8080)], [to(9000)]))).toEqual(["backend unknown"]);
});
