import type { ControlName, ControlValues } from "../control-values.ts";
import { fieldSettings } from "../field-settings.ts";
import type { PathPattern } from "../path-pattern.ts";
import type { Aspect, Facet } from "../route.ts";
import { mergeControls } from "./merge-controls.ts";
import { readMiddlewareType } from "./middleware-types.ts";
import type { Step } from "./steps.ts";
import { joinedTexts } from "./texts.ts";

/** What the middlewares of a router do to the requests of one path. */
export interface StepsReading {
  /** Only the controls that some middleware touches. */
  readonly controls: ControlValues;
  /** Middlewares that are not in the repository. */
  readonly missing: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  readonly textAspects: readonly Aspect[];
  /** What the order of the middlewares says beyond the list of them, or nothing. */
  readonly order: string;
  aspects(facet: Facet): readonly Aspect[];
}

export function readSteps(steps: readonly Step[], path: PathPattern): StepsReading {
  const readings = steps.map((step) => readStep(step, path));
  const missing = [...new Set(steps.flatMap((step) => (step.kind === "missing" ? [step.name] : [])))].sort();
  return {
    controls: readings.reduce<ControlValues>((outer, { controls }) => mergeControls(outer, controls), {}),
    missing,
    texts: joinedTexts(...readings.map(({ settings }) => settings.texts)),
    textAspects: readings.flatMap(({ settings }) => settings.aspects),
    order: orderOf(steps),
    aspects: (facet) =>
      steps.flatMap((step, index) =>
        touches(readings[index]?.controls ?? {}, facet)
          ? [...step.via, ...(step.kind === "known" ? [{ resource: step.resource, path: ["spec", step.type] }] : [])]
          : [],
      ),
  };
}

function readStep(step: Step, path: PathPattern) {
  if (step.kind === "missing") {
    // The middleware may stand elsewhere, and Traefik does not serve a router whose middleware it does not find.
    const controls: ControlValues = { auth: { kind: "unreadable", text: step.name } };
    return { controls, settings: { texts: {}, aspects: [] } };
  }
  const { resource, type, config } = step;
  const read = readMiddlewareType(type, config, path, resource.namespace);
  return {
    controls: read?.controls ?? {},
    settings: fieldSettings(resource, ["spec", type], read?.taken ?? []),
  };
}

function touches(controls: ControlValues, facet: Facet): boolean {
  return controls[facet as ControlName] !== undefined;
}

/** An outside check sees what the middlewares before it made of the request. */
function orderOf(steps: readonly Step[]): string {
  const types = steps.map((step) => (step.kind === "known" ? step.type : ""));
  const check = types.lastIndexOf("forwardAuth");
  const before = types.slice(0, Math.max(0, check)).filter((type) => changesRequest.test(type));
  return before.length === 0 ? "" : `${before.join(", ")} before forwardAuth`;
}

const changesRequest = /^(stripPrefix|stripPrefixRegex|replacePath|replacePathRegex|addPrefix|headers|plugin|errors)$/;
