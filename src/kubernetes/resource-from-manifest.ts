import { LRUCache } from "lru-cache";
import { locateIn } from "./locate-in-yaml.ts";
import type { Location, Side } from "./location.ts";
import type { Origin, ParsedObject } from "./parsed-manifest.ts";
import type { FieldPath, Resource } from "./resource.ts";
import { type Place, topOfFile } from "./source-place.ts";
import type { SourceDocument } from "./split-documents.ts";
import { parseYaml, type YamlDocument } from "./yaml-source.ts";

/** A parsed object as it stands at one path on one side. */
export function resourceFrom(object: ParsedObject, file: string, side: Side): Resource {
  const { apiVersion, group, version, kind, namespace, name, labels, annotations, data, origin } = object;
  const locate = (path: FieldPath) => lazyLocation(origin, path, file, side);
  const linesOf = (path: FieldPath) => sourceLines(origin.source, findPlace(origin, path));
  const resource = {
    apiVersion,
    group,
    version,
    kind,
    namespace,
    name,
    labels,
    annotations,
    data,
    file,
    locate,
    linesOf,
  };
  return object.onlyPods ? { ...resource, onlyPods: true } : resource;
}

function sourceLines({ text, linesBefore }: SourceDocument, { line, endLine }: Place): readonly string[] {
  return text
    .split("\n", endLine - linesBefore)
    .slice(line - linesBefore - 1)
    .slice(0, 200)
    .map((one) => one.replace(/\r$/, ""));
}

/** Facts ask for places by the thousand and show a handful: parsing with positions waits until a line is looked at. */
function lazyLocation(origin: Origin, path: FieldPath, file: string, side: Side): Location {
  let place: Place | undefined;
  const found = (): Place => {
    place ??= findPlace(origin, path);
    return place;
  };
  return {
    file,
    side,
    get line() {
      return found().line;
    },
    get column() {
      return found().column;
    },
    get endLine() {
      return found().endLine;
    },
    get endColumn() {
      return found().endColumn;
    },
    get text() {
      return found().text;
    },
  };
}

function findPlace({ source, document, path: toObject }: Origin, path: FieldPath): Place {
  const parsed = parsedSources.get(source) ?? parseYaml(source);
  parsedSources.set(source, parsed);
  const yaml = parsed[document];
  return yaml ? locateIn(yaml, source, [...toObject, ...path]) : topOfFile;
}

const parsedSources = new LRUCache<SourceDocument, readonly YamlDocument[]>({ max: 16 });
