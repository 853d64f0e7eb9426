import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/**
 * Where copies of requests go: each target with its share, such as `https://test.example.com (100 %)`, sorted. Where it can be told
 * whether bodies go along, `bodies to https://test.example.com` stands beside.
 */
export const mirror = defineControl<"mirror", readonly string[]>({
  name: "mirror",
  none: [],
  compare: fewerIsStronger,
  show: (targets) => targets.join(", ") || "no copies",
});

/** Whether copies leave the cluster: a target with a name or an address that no Service has. */
export function leavesCluster(target: string): boolean {
  const [, name = ""] = /^(?:bodies to )?(?:[a-z]+:\/\/)?([^\s/:(]+)(?=$|[\s/:(])/i.exec(target) ?? [];
  const labels = name.toLowerCase().replace(/\.$/, "").split(".");
  if (!labels.every((label) => /^[a-z0-9_-]+$/.test(label)) || labels.length < 2) return false;
  // `copy.shop` is a Service of a namespace, unless it ends like the names of the internet do.
  if (labels.length === 2) return topLevel.test(labels[1] ?? "");
  return !/\.svc$|\.cluster\.local$/.test(labels.join("."));
}

const topLevel = /^(com|net|org|io|co|eu|info|biz|cloud|ai|at|be|ch|cn|cz|de|dk|es|fr|it|jp|nl|no|pl|ru|se|uk|us)$/;
