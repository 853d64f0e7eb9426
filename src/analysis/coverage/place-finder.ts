import { locateIn } from "../../kubernetes/locate-in-yaml.ts";
import type { Location, Side } from "../../kubernetes/location.ts";
import type { FieldPath } from "../../kubernetes/resource.ts";
import { topOfFile } from "../../kubernetes/source-place.ts";
import { parseYaml, type YamlDocument } from "../../kubernetes/yaml-source.ts";
import type { ChangedTexts } from "../changed-texts.ts";
import type { Difference } from "../plain-differences.ts";
import { linePlace } from "../text-places.ts";

/** Finds the lines of differing keys in changed inputs. Parses a text once, and only if a place in it is asked for. */
export interface PlaceFinder {
  /** The key on each side where it exists. */
  of(file: string, difference: Difference): readonly Location[];
  /** The first differing line on each side where the file exists. */
  firstDifference(file: string): readonly Location[];
}

export function placeFinder(texts: ChangedTexts): PlaceFinder {
  const parsed = new Map<string, readonly YamlDocument[]>();
  return {
    of(file, { path, before, after }) {
      const places = [
        ...(after === undefined ? [] : [place(file, "after", path)]),
        ...(before === undefined ? [] : [place(file, "before", path)]),
      ];
      return places.length > 0 ? places : firstDifference(file);
    },
    firstDifference,
  };

  function place(file: string, side: Side, path: FieldPath): Location {
    const text = texts.get(file)?.[side];
    if (typeof text !== "string") return { ...topOfFile, file, side };
    const key = `${side}:${file}`;
    const source = { text, linesBefore: 0, isStream: true };
    // Plain content leaves empty documents out, and its indexes count the others.
    const documents = parsed.get(key) ?? parseYaml(source).filter(({ contents }) => contents !== null);
    parsed.set(key, documents);
    const [first, ...rest] = path;
    const several = documents.length > 1 && typeof first === "number";
    const document = documents[several ? first : 0];
    return document
      ? { ...locateIn(document, source, several ? rest : path), file, side }
      : { ...topOfFile, file, side };
  }

  function firstDifference(file: string): readonly Location[] {
    const text = texts.get(file);
    if (!text) return [{ ...topOfFile, file, side: "after" }];
    return [
      ...(text.after === null ? [] : [linePlace(file, "after", text.after, text.before)]),
      ...(text.before === null ? [] : [linePlace(file, "before", text.before, text.after)]),
    ];
  }
}
