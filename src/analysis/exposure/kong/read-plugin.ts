import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { Cors } from "../controls/cors.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import { requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { sourceRangeOf } from "../ingress/annotation-values.ts";
import { corsOf, type HeaderLine } from "../ingress/header-lines.ts";
import { shortened } from "../ingress/shared-texts.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import { stableText } from "../route.ts";
import { pluginName } from "./plugin-objects.ts";

/** What the configuration of a plugin says: controls, the fields that they hold in full, and what is left of headers. */
export interface PluginMeaning {
  readonly controls: ControlValues;
  /** Below `config`. */
  readonly fields: readonly string[];
  readonly rest?: string;
}

/** Plugins that some control interprets, but those that authenticate. */
export function meaningOf(plugin: Resource): PluginMeaning | undefined {
  const name = pluginName(plugin);
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return read?.(asObject(plugin.data.config) ?? {}, plugin);
}

type Reader = (config: PlainObject, plugin: Resource) => PluginMeaning;

const ipRestriction: Reader = (config) => {
  const [allow, deny] = [texts(config.allow ?? config.whitelist), texts(config.deny ?? config.blacklist)];
  const sourceRange = sourceRangeOf(allow.length > 0 ? allow : undefined, deny.length > 0 ? deny : undefined);
  return { controls: { sourceRange }, fields: ["allow", "deny", "whitelist", "blacklist"] };
};

// Longer windows beside a shorter one are left as text: a client meets whichever is used up first.
const rateLimiting: Reader = (config) => {
  const [second, minute] = [numberOf(config.second), numberOf(config.minute)];
  const others = longWindows.flatMap(([field, minutes]) => {
    const limit = numberOf(config[field]);
    return limit === null ? [] : [{ field, perMinute: limit / minutes }];
  });
  const [only] = minute === null && others.length === 1 ? others : [];
  return {
    controls: { rateLimit: limits(second, minute ?? (only ? rounded(only.perMinute) : null)) },
    fields: ["second", "minute", ...(only ? [only.field] : [])],
  };
};

const longWindows = [
  ["hour", 60],
  ["day", 1440],
  ["month", 43200],
  ["year", 525600],
] as const;

const rateLimitingAdvanced: Reader = (config) => {
  const [counts, windows] = [asList(config.limit) ?? [], asList(config.window_size) ?? []];
  const [count, seconds] = [numberOf(counts[0]), numberOf(windows[0])];
  const rateLimit: RateLimit =
    counts.length !== 1 || windows.length !== 1 || count === null || !seconds
      ? { kind: "unreadable", text: stableText([counts, windows]) }
      : seconds < 60
        ? limits(rounded(count / seconds), null)
        : limits(null, rounded((count * 60) / seconds));
  return { controls: { rateLimit }, fields: ["limit", "window_size"] };
};

function limits(perSecond: number | null, perMinute: number | null): RateLimit {
  return perSecond === null && perMinute === null ? noLimit : { ...(noLimit as LimitValues), perSecond, perMinute };
}

type LimitValues = Extract<RateLimit, { kind: "limits" }>;

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

// With credentials, Kong answers `*` with the caller's own origin.
const corsReader: Reader = (config) => {
  const origins = texts(config.origins);
  const credentials = config.credentials === true;
  const known = corsOf(origins.length > 0 ? origins : ["*"], [], credentials);
  const cors: Cors = known && { ...known, echoesAny: credentials && known.origins.includes("*") };
  return { controls: { cors }, fields: ["origins", "credentials"] };
};

const sizeLimiting: Reader = (config) => {
  const unit = { megabytes: 1024 * 1024, kilobytes: 1024, bytes: 1 }[asText(config.size_unit) ?? "megabytes"];
  const size = numberOf(config.allowed_payload_size) ?? 128;
  return { controls: { bodyLimit: size * (unit ?? 1) }, fields: ["allowed_payload_size", "size_unit"] };
};

const freeCode: Reader = (config, plugin) => ({
  controls: { snippet: [{ annotation: `plugin ${pluginName(plugin)}`, text: shortened(stableText(config)) }] },
  fields: [""],
});

// `add` leaves what a client sends: only replacing and removing take it away.
const requestTransformer: Reader = (config) => {
  const { controls, rest } = requestHeaderControls({
    set: headers(config, "replace"),
    add: [],
    remove: texts(fieldAt(config, ["remove", "headers"])),
  });
  return { controls, rest, fields: ["replace.headers", "remove.headers"] };
};

const responseTransformer: Reader = (config) => {
  const { controls, rest } = responseHeaderControls({
    set: [...headers(config, "add"), ...headers(config, "replace")],
    add: headers(config, "append"),
    remove: texts(fieldAt(config, ["remove", "headers"])).map((entry) => entry.split(":")[0] ?? ""),
  });
  return { controls, rest, fields: ["add.headers", "replace.headers", "append.headers", "remove.headers"] };
};

const readers: Readonly<Record<string, Reader>> = {
  "ip-restriction": ipRestriction,
  "rate-limiting": rateLimiting,
  "rate-limiting-advanced": rateLimitingAdvanced,
  cors: corsReader,
  "request-size-limiting": sizeLimiting,
  "pre-function": freeCode,
  "post-function": freeCode,
  "serverless-functions": freeCode,
  "request-transformer": requestTransformer,
  "request-transformer-advanced": requestTransformer,
  "response-transformer": responseTransformer,
  "response-transformer-advanced": responseTransformer,
};

function headers(config: PlainObject, operation: string): HeaderLine[] {
  return texts(fieldAt(config, [operation, "headers"])).map((entry) => {
    const colon = entry.indexOf(":");
    return colon < 0
      ? { name: entry, value: "" }
      : { name: entry.slice(0, colon).trim(), value: entry.slice(colon + 1).trim() };
  });
}

function texts(value: Plain | undefined): readonly string[] {
  return (asList(value) ?? (value === undefined || value === null ? [] : [value])).flatMap((one) => asText(one) ?? []);
}

function numberOf(value: Plain | undefined): number | null {
  return typeof value === "number" ? value : null;
}
