import { expect, test } from "@jest/globals";
import { createMetrics } from "../../src/github/metrics.ts";

test("counters and gauges are written as Prometheus reads them", () => {
  const metrics = createMetrics();
  metrics.count("gatewarden_evaluations_total", { outcome: "pass" });
  metrics.count("gatewarden_evaluations_total", { outcome: "pass" });
  metrics.count("gatewarden_deliveries_repeated_total");
  const text = metrics.render({
    gatewarden_work_waiting: 3,
    gatewarden_work_poisoned: 1,
    gatewarden_work_oldest_wait_seconds: 0.5,
  });
  expect(text).toContain('\ngatewarden_evaluations_total{outcome="pass"} 2\n');
  expect(text).toContain(
    "\n# TYPE gatewarden_deliveries_repeated_total counter\ngatewarden_deliveries_repeated_total 1\n",
  );
  expect(text).toContain("\n# TYPE gatewarden_work_poisoned gauge\ngatewarden_work_poisoned 1\n");
  expect(
    text.split("\n").filter((line) => line !== "" && !/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.]+)$/.test(line)),
  ).toEqual([]);
});
