import { expect, test } from "@jest/globals";
import { describePorts } from "../../../src/analysis/connectivity/describe-ports.ts";
import type { PortRange } from "../../../src/analysis/connectivity/port-set.ts";

const tcp = (first: number, last = first): PortRange => ({ protocol: "TCP", first, last });

test.each<[string, readonly PortRange[] | "every"]>([
  ["every port", "every"],
  ["TCP 443", [tcp(443)]],
  ["TCP 23 (telnet)", [tcp(23)]],
  ["TCP 8000–9000 and port `http`", [tcp(8000, 9000), { protocol: "TCP", name: "http" }]],
  ["every TCP port", [tcp(1, 65_535)]],
  ["UDP 53 (DNS)", [{ protocol: "UDP", first: 53, last: 53 }]],
  ["every port", [tcp(1, 442), tcp(444, 65_535), { protocol: "other", first: 0, last: 65_535 }]],
  ["TCP 8443 limited to `GET /`", [{ protocol: "TCP", first: 8443, last: 8443, only: "GET /" }]],
  ["TCP 1, TCP 3, TCP 5, TCP 7, TCP 9 and 2 more", [1, 3, 5, 7, 9, 11, 13].map((port) => tcp(port))],
])("%s", (text, ports) => {
  expect(describePorts(ports)).toBe(text);
});
