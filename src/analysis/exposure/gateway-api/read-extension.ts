import type { Rewrite } from "../controls/rewrite.ts";
import { fieldSettings, settingName } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { stableText } from "../route.ts";
import type { World } from "../world.ts";
import { envoyGroup, qualified, specOf } from "./names.ts";
import { aspectsFor, type Part, partOf } from "./part.ts";
import type { Extension } from "./traefik-filters.ts";

export interface ExtensionReading {
  readonly part: Part;
  /** Whether nobody here reads what it does. */
  readonly isUnread: boolean;
  readonly rewrite?: Rewrite;
  /** Whether it answers every request itself. */
  readonly answers: boolean;
}

/** A filter of an implementation. What nobody here reads may be what asks for a login. */
export function readExtension({ ref, aspect }: Extension, world: World): ExtensionReading {
  const object = world.find(ref.group, ref.kind, ref.namespace, ref.name);
  const title = `ExtensionRef ${ref.group}/${ref.kind} ${qualified(ref.namespace, ref.name)}`;
  if (!object || ref.group !== envoyGroup || ref.kind !== "HTTPRouteFilter") {
    const content = object === undefined ? "" : stableText(object.data.spec ?? null).slice(0, longest);
    const aspects = [aspect, ...(object ? [{ resource: object, path: ["spec"] }] : [])];
    return {
      part: partOf({
        controls: { auth: { kind: "unreadable", text: title } },
        texts: { [`${title}: ${settingName(aspect.path)}`]: content },
        aspects: aspectsFor(["auth", "annotation"], aspects),
      }),
      answers: false,
      isUnread: true,
    };
  }
  const spec = specOf(object);
  const change = asObject(asObject(spec.urlRewrite)?.path);
  const substitution = asObject(change?.replaceRegexMatch);
  const rest = fieldSettings(object, ["spec"], ["urlRewrite.path.replaceRegexMatch", "directResponse.statusCode"]);
  const texts = Object.fromEntries(Object.entries(rest.texts).map(([key, text]) => [`${title}: ${key}`, text]));
  world.use(object);
  return {
    part: partOf({
      texts,
      aspects: {
        annotation: [aspect, ...rest.aspects],
        rewrite: [aspect, { resource: object, path: ["spec", "urlRewrite"] }],
      },
    }),
    ...(substitution
      ? {
          rewrite: {
            to: `${asText(substitution.pattern) ?? ""} → ${asText(substitution.substitution) ?? ""}`,
            reach: "unknown" as const,
          },
        }
      : {}),
    answers: spec.directResponse !== undefined,
    isUnread: false,
  };
}

// An object of another vendor is compared as text; more of it than this is not carried along with every route.
const longest = 20_000;
