/** Counters of this process, and gauges that are asked for when somebody looks. */
export interface Metrics {
  count(name: CounterName, labels?: Labels, by?: number): void;
  /** Prometheus text format, version 0.0.4. */
  render(gauges: Readonly<Record<GaugeName, number>>): string;
}

type Labels = Readonly<Record<string, string>>;

const counters = {
  gatewarden_deliveries_total: "Webhook deliveries kept, by event.",
  gatewarden_deliveries_repeated_total: "Webhook deliveries that were already known.",
  gatewarden_deliveries_refused_total: "Webhook requests refused, by reason.",
  gatewarden_evaluations_total: "Verdicts published, by outcome.",
  gatewarden_work_failures_total: "Attempts that failed and are retried, by kind of work.",
  gatewarden_manifests_parsed_total: "File contents that reviews parsed.",
  gatewarden_manifests_reused_total: "File contents that reviews needed and an earlier reading had parsed.",
  gatewarden_redeliveries_total: "Failed deliveries that GitHub was asked to repeat.",
} as const;

const gauges = {
  gatewarden_work_waiting: "Items of work that wait or are being done.",
  gatewarden_work_poisoned: "Items of work that keep failing. Each has a failing check and a line in the log.",
  gatewarden_work_oldest_wait_seconds: "How long the oldest due item of work has been waiting.",
} as const;

export type CounterName = keyof typeof counters;
export type GaugeName = keyof typeof gauges;

export function createMetrics(): Metrics {
  const values = new Map<string, number>();
  return {
    count(name, labels = {}, by = 1) {
      const series = name + renderLabels(labels);
      values.set(series, (values.get(series) ?? 0) + by);
    },
    render: (current) => [...renderCounters(values), ...renderGauges(current)].join("\n").concat("\n"),
  };
}

function* renderCounters(values: ReadonlyMap<string, number>): Iterable<string> {
  for (const [name, help] of Object.entries(counters)) {
    yield `# HELP ${name} ${help}`;
    yield `# TYPE ${name} counter`;
    for (const [series, value] of values) if (series.split("{")[0] === name) yield `${series} ${value}`;
  }
}

function* renderGauges(current: Readonly<Record<GaugeName, number>>): Iterable<string> {
  for (const [name, help] of Object.entries(gauges) as [GaugeName, string][]) {
    yield `# HELP ${name} ${help}`;
    yield `# TYPE ${name} gauge`;
    yield `${name} ${current[name]}`;
  }
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
