import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import { withoutTrailing } from "../../without-trailing.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import { nginxPrefix } from "./annotations.ts";

/** A field whose value could leave its place in the configuration that the controller writes. */
interface Suspicion {
  readonly resource: Resource;
  readonly field: FieldPath;
  /** The field, its value and what is wrong with it. */
  readonly text: string;
}

/**
 * Shapes of values that are known from exploits of ingress-nginx (CVE-2021-25745, 25746, 25748, 2022-4886, 2023-5044, 2024-7646,
 * 2025-1097, 1098, 15566, 24513, 24514, 2026-1580, 24512, 3288, 4342): no legal value needs them. Snippets are free-form by intention and have a
 * control of their own. With `expressions` paths are regular expressions; `headers` is the ConfigMap of `auth-proxy-set-headers`.
 */
export function injectionsIn(
  ingress: IngressObject,
  expressions: boolean,
  headers: Resource | undefined,
): readonly string[] {
  return [...new Set(suspicions(ingress, expressions, headers).map(({ text }) => text))].sort();
}

export function injectionAspects(
  ingress: IngressObject,
  expressions: boolean,
  headers: Resource | undefined,
): readonly Aspect[] {
  return suspicions(ingress, expressions, headers).map(({ resource, field }) => ({ resource, path: field }));
}

function suspicions(ingress: IngressObject, expressions: boolean, headers: Resource | undefined): Suspicion[] {
  return [...valuesOf(ingress), ...headerValues(headers)].flatMap(({ resource, field, name, value }) => {
    if (!conspicuous.test(value) && !hasRulesOfItsOwn(name)) return [];
    const shapes = shapesOf(name, withoutPlaceholders(value), expressions);
    return shapes.length === 0 ? [] : [{ resource, field, text: `${name} ${quoted(value)}: ${shapes.join(", ")}` }];
  });
}

interface Value {
  readonly resource: Resource;
  readonly field: FieldPath;
  readonly name: string;
  readonly value: string;
}

function valuesOf({ resource, rules, tls }: IngressObject): Value[] {
  const at = (name: string, field: FieldPath): Value[] => {
    const value = asText(fieldAt(resource.data, field));
    return value === undefined ? [] : [{ resource, field, name, value }];
  };
  return [
    ...rules.flatMap(({ field, paths }) => [
      ...at("host", field),
      ...paths.flatMap((path) => at("path", [...path.field, "path"])),
    ]),
    ...tls.flatMap((entry) => [
      ...at("secretName", [...entry.field, "secretName"]),
      ...entry.hosts.flatMap((_, index) => at("host", [...entry.field, "hosts", index])),
    ]),
    ...Object.entries(resource.annotations)
      .filter(([key]) => key.startsWith(nginxPrefix) && !freeForm.test(key))
      // A block of YAML ends with a line break that the controller takes off.
      .map(([key, value]) => ({
        resource,
        field: ["metadata", "annotations", key],
        name: key.slice(nginxPrefix.length),
        value: withoutTrailing(value, "\n"),
      })),
  ];
}

// Their values were written without quotes.
function headerValues(headers: Resource | undefined): Value[] {
  if (!headers) return [];
  return Object.entries(asObject(headers.data.data) ?? {}).flatMap(([header, value]) => {
    const text = asText(value);
    const field = ["data", header];
    return text === undefined
      ? []
      : [
          {
            resource: headers,
            field,
            name: `auth-proxy-set-headers ${header}`,
            value: withoutTrailing(text, "\n"),
          },
        ];
  });
}

const freeForm = /-snippets?$|\/lua-resty-waf/;

// Every shape holds one of these signs or words, before and after placeholders are taken out: most values need no closer look.
const conspicuous = /[\r\n";#\\{}]|\.\.|_by_lua|load_module|lua_package|\/etc\/|\/run\/secrets|serviceaccount/i;

function hasRulesOfItsOwn(name: string): boolean {
  return name === "auth-method" || name === "auth-tls-match-cn" || urls.has(name);
}

function shapesOf(name: string, value: string, expressions: boolean): string[] {
  const isAnnotation = !["host", "path", "secretName"].includes(name);
  const shapes = [
    /\r/.test(value) && "a carriage return",
    /\n/.test(value) && "a line break",
    value.includes('"') && "a double quote",
    value.includes(";") && "a semicolon",
    // In the middle of a word, as in a URL, it starts no comment.
    (isAnnotation ? /(^|[\s;{}])#/ : /#/).test(value) && "a number sign",
    /\\["']/.test(value) && "a backslash before a quote",
    hasLooseBraces(name, value, expressions) && "braces",
    ...forbidden.map(([pattern, what]) => pattern.test(value) && what),
    /secret/i.test(name) && value.includes("..") && "a way out of its folder",
    name === "auth-method" && !/^[A-Za-z]+$/.test(value) && "more than a method",
    name === "auth-tls-match-cn" && !value.startsWith("CN=") && "no CN=",
  ].filter((shape) => typeof shape === "string");
  const isStrangeUrl = shapes.length === 0 && urls.has(name) && !urlText.test(value);
  return isStrangeUrl ? ["characters that no URL has"] : shapes;
}

const urls = new Set([
  "auth-url",
  "auth-signin",
  "auth-tls-error-page",
  "mirror-target",
  "mirror-host",
  "permanent-redirect",
  "temporal-redirect",
]);

// A dollar sign names a variable of nginx, as in the documented `https://$host/check`.
const urlText = /^(?:[A-Za-z0-9\-._~:/?#[\]@!&()*+,=%|\u0080-\uffff]|\$(?=[a-z_]))*$/;

const forbidden: readonly (readonly [RegExp, string])[] = [
  [/_by_lua/i, "Lua code"],
  [/load_module|lua_package/i, "a directive that loads code"],
  [
    /\/etc\/(passwd|shadow|group|nginx|ingress-controller)\b|\/run\/secrets|serviceaccount/i,
    "a path of the controller's own files",
  ],
  [/\b(alias|root)\s[^;]*;/i, "a directive that serves files"],
];

/** Braces that do not match, or that a path has for another reason than to repeat something or to name a parameter. */
function hasLooseBraces(name: string, value: string, expressions: boolean): boolean {
  const plain = value.replaceAll(/\\[{}]/g, "");
  if (name !== "path") return !isBalanced(plain);
  const rest = plain.replaceAll(/\{\w{1,100}\}/g, "");
  return /[{}]/.test(expressions ? rest.replaceAll(/\{\d{1,5},\d{0,5}\}/g, "") : rest);
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const brace of text.match(/[{}]/g) ?? []) {
    depth += brace === "{" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

// What a template fills in stands for a name, as long as it holds nothing that would end a directive.
function withoutPlaceholders(value: string): string {
  return value.replaceAll(
    /\{\{[^{};\r\n]{0,200}\}\}|\$\{[^{};"'\s]{1,200}\}|\$\([\w.-]{1,200}\)|%\{[^{};"'\s]{1,200}\}|<[^<>;"'\r\n]{1,200}>|\[\[[^[\];\r\n]{0,200}\]\]/g,
    "x",
  );
}

function quoted(value: string): string {
  const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}… (${value.length} characters)` : value);
  return text.replaceAll("`", "'");
}
