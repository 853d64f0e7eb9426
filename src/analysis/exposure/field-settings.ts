import type { FieldPath, Plain, Resource } from "../../kubernetes/resource.ts";
import { presentPath } from "./annotation-aliases.ts";
import { fieldAt } from "./plain-fields.ts";
import type { AnnotationWeight, Aspect } from "./route.ts";

export interface FieldSettings {
  /** For `Route.annotations` or `Scope.annotations`: the remaining leaves as texts by field name (`spec.rules[].timeouts.request`). */
  readonly texts: Readonly<Record<string, string>>;
  /** For `where("annotation")`. */
  readonly aspects: readonly Aspect[];
}

/**
 * What a reader leaves of an object, so that no field changes in silence. `root` is where to look (`["spec", "rules", 0]`), `taken`
 * names the fields below it that the reader reads in full, without list indexes: `["matches", "filters.requestMirror"]`.
 */
export function fieldSettings(resource: Resource, root: FieldPath, taken: readonly string[]): FieldSettings {
  const texts: Record<string, string> = {};
  const aspects: Aspect[] = [];
  const visit = (value: Plain, path: FieldPath, name: string): void => {
    if (name !== "" && taken.some((one) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}[`)))
      return;
    if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value as Readonly<Record<string, Plain>>)) {
        const isItem = Array.isArray(value);
        visit(
          inner,
          [...path, isItem ? Number(key) : key],
          isItem ? `${name}[]` : name === "" ? key : `${name}.${key}`,
        );
      }
      return;
    }
    const present = presentPath(path);
    const key = settingName(present);
    texts[key] = Object.hasOwn(texts, key) ? `${texts[key]}, ${String(value)}` : String(value);
    aspects.push({ resource, path, ...(present === path ? {} : { setting: key }) });
  };
  const value = fieldAt(resource.data, root);
  if (value !== undefined) visit(value, root, "");
  return { texts: sortedByKey(texts), aspects };
}

/** The key under which a field or annotation stands in `Route.annotations`. */
export function settingName(path: FieldPath): string {
  if (path[0] === "metadata" && path[1] === "annotations" && path.length === 3) return String(path[2]);
  return path.map((key, index) => (typeof key === "number" ? "[]" : index === 0 ? key : `.${key}`)).join("");
}

/** Several collections of texts as one, sorted by key. */
export function mergedTexts(...parts: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  return sortedByKey(Object.assign({}, ...parts));
}

/** How much a field may matter that no control interprets, by the words of its name. */
export function weighField(name: string): AnnotationWeight {
  return soundsProtective.test(name) && !onlyTunes.test(name) ? "protective" : "harmless";
}

/** Which code a redirect answers with protects nobody. */
const onlyTunes = /\.responseCodeName$/;

const soundsProtective =
  /auth|tls|ssl|cert|allow|deny|block|secur|waf|firewall|cors|csrf|header|snippet|patch|redirect|internal|external|public|private|access|protect|polic|middleware|plugin|filter|rewrite|mirror|shadow|oidc|oauth|jwt|saml|login|token|trust|insecure|expose|source|cidr|limit|parameters|address|slash|normali[sz]/i;

function sortedByKey(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
