import { cidrsOf, everyAddress, noAddress, parseAddresses, without } from "../address-set.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { hasPlaceholder } from "../host-pattern.ts";

/** Annotations of an object, or keys of a ConfigMap under the prefix that its controller gives to annotations. */
export type AnnotationLayer = Readonly<Record<string, string>>;

/** Reads the annotations of one controller by their names without prefix. Several names are aliases: the first that is set counts. */
export interface AnnotationValues {
  /** Trimmed. An empty value counts as absent. */
  text(...keys: readonly string[]): string | undefined;
  /** A boolean as Go and YAML write it. A template is unknown, any other text counts as absent. */
  flag(...keys: readonly string[]): boolean | "unknown" | undefined;
  /** Entries that stand between commas, without empty ones. */
  list(...keys: readonly string[]): readonly string[] | undefined;
  /** Undefined if it is absent or no number. */
  number(...keys: readonly string[]): number | undefined;
  has(...keys: readonly string[]): boolean;
}

/** `prefixes` such as `haproxy.org/`, the first one preferred; of several layers the first that sets a key counts. */
export function annotationReader(prefixes: readonly string[]) {
  const names = (...keys: readonly string[]) => keys.flatMap((key) => prefixes.map((prefix) => prefix + key));
  const of = (...layers: readonly AnnotationLayer[]): AnnotationValues => {
    const text = (...keys: readonly string[]) => {
      for (const layer of layers) {
        const name = names(...keys).find((one) => Object.hasOwn(layer, one) && layer[one]?.trim() !== "");
        if (name !== undefined) return layer[name]?.trim();
      }
      return undefined;
    };
    return {
      text,
      flag: (...keys) => flagOf(text(...keys)),
      list: (...keys) => listOf(text(...keys)),
      number: (...keys) => numberOf(text(...keys)),
      has: (...keys) => text(...keys) !== undefined,
    };
  };
  return { names, of };
}

/** Of the keys whose control knows no uncertainty those that a template fills in, so that they are compared as text. */
export function templatesIn(values: AnnotationValues, keys: readonly string[]): Readonly<Record<string, string>> {
  const texts = keys.map((key) => [key, values.text(key) ?? ""] as const);
  return Object.fromEntries(texts.filter(([, text]) => hasPlaceholder(text)));
}

/** Go's ParseBool and YAML's words. */
export function flagOf(text: string | undefined): boolean | "unknown" | undefined {
  if (text === undefined) return undefined;
  const word = text.trim().toLowerCase();
  if (["1", "t", "true", "yes", "on", "enabled"].includes(word)) return true;
  if (["0", "f", "false", "no", "off", "disabled"].includes(word)) return false;
  return hasPlaceholder(text) ? "unknown" : undefined;
}

/** The parts of a list, commas between them unless said otherwise. */
export function listOf(text: string | undefined, separator: RegExp = /,/): readonly string[] | undefined {
  return text
    ?.split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}(\.\d{1,9})?$/.test(text.trim()) ? Number(text) : undefined;
}

/** Bytes of `8m`, `1Gi`, `512k` as nginx, HAProxy and Kubernetes write them: every unit is a power of 1024. */
export function bytesOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,15})\s*([kmgt]?)(i?b)?$/i.exec(text?.trim() ?? "");
  if (!match) return undefined;
  return Number(match[1]) * 1024 ** ["", "k", "m", "g", "t"].indexOf((match[2] ?? "").toLowerCase());
}

/** Seconds of `90`, `500ms`, `10s`, `5m`, `1h`, `1d`. */
export function secondsOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,12})(ms|us|s|m|h|d)?$/i.exec(text?.trim() ?? "");
  if (!match) return undefined;
  const unit = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86400 }[(match[2] ?? "s").toLowerCase()] ?? 1;
  return Number(match[1]) * unit;
}

/** Allowed addresses (all if undefined) without the denied ones; a list that is not readable makes the whole unreadable. */
export function sourceRangeOf(allowed: readonly string[] | undefined, denied?: readonly string[]): SourceRange {
  if (!allowed && !denied) return { kind: "every" };
  const allow = allowed ? parseAddresses(allowed) : everyAddress;
  const deny = denied ? parseAddresses(denied) : noAddress;
  if (!allow || !deny)
    return {
      kind: "unreadable",
      text: [allowed ?? ["every address"], denied ?? []]
        .map((list) => list.join(","))
        .filter(Boolean)
        .join(" except "),
    };
  const accepts = cidrsOf(without(allow, deny));
  return accepts.join() === everyBlock ? { kind: "every" } : { kind: "blocks", accepts };
}

const everyBlock = cidrsOf(everyAddress).join();

/** So many requests in so many seconds, without connections and exemptions. */
export function requestRate(requests: number, seconds: number, burst = 1): RateLimit {
  if (requests < 0 || seconds <= 0) return noLimit;
  const perSecond = requests / seconds;
  return {
    ...(noLimit as Extract<RateLimit, { kind: "limits" }>),
    perSecond: Math.round(perSecond * 1e6) / 1e6,
    burst,
  };
}
