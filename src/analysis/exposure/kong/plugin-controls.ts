import type { Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import { fieldSettings } from "../field-settings.ts";
import { sharedTexts } from "../ingress/shared-texts.ts";
import { asObject, asText } from "../plain-fields.ts";
import { joinedReadings, type Places, placesFor, type Reading } from "../reading.ts";
import type { Facet } from "../route.ts";
import type { World } from "../world.ts";
import { authPlugins } from "./auth-plugins.ts";
import { findPlugin, isDisabled, nameOf, type PluginReference, pluginName } from "./plugin-objects.ts";
import { meaningOf, type PluginMeaning } from "./read-plugin.ts";

export interface PluginReading extends Reading {
  /** Plugins that are named and not in the repository. */
  readonly missing: readonly string[];
}

/** What the plugins mean that an object of a namespace names in `konghq.com/plugins`; `controls` holds only what they decide. */
export function kongPluginControls(
  world: World,
  namespace: string | undefined,
  names: readonly string[],
): PluginReading {
  return readPlugins(world, [names.map((name) => nameOf(name, namespace))], []);
}

/** The closest level decides where two name a plugin that does the same: first the route, then its Service, then the cluster. */
export function readPlugins(
  world: World,
  levels: readonly (readonly PluginReference[])[],
  global: readonly Resource[],
): PluginReading {
  const references = levels.map((level) => level.slice(0, mostPlugins));
  const missing = references.flat().flatMap((one) => (findPlugin(world, one) ? [] : [one.name]));
  const found = [...references.map((level) => level.flatMap((one) => findPlugin(world, one) ?? [])), global];
  const chosen = new Map<string, Resource>();
  for (const plugin of found.flat().filter((one) => !isDisabled(one)))
    if (!chosen.has(pluginName(plugin))) chosen.set(pluginName(plugin), plugin);
  // Every field of a plugin is in a control or a text of the route, or says that it is switched off.
  for (const plugin of found.flat()) world.use(plugin);
  const plugins = [...chosen.values()].sort((a, b) => (pluginName(a) < pluginName(b) ? -1 : 1));
  const named = references.flat().flatMap(({ aspect }) => aspect ?? []);
  const switches = found.flat().map((resource) => ({ resource, path: ["disabled"] }));
  const auth = authOf(plugins, [
    ...missing,
    ...(levels.some((level) => level.length > mostPlugins) ? ["one of many"] : []),
  ]);
  return {
    ...joinedReadings(...plugins.map(readingOf), {
      controls: auth ? { auth } : {},
      places: placesFor(pluginFacets, [...named, ...switches]),
    }),
    missing,
  };
}

// Each route reads all plugins that it names.
const mostPlugins = 100;

/** The facets that a plugin may decide. */
export const pluginFacets = [
  "auth",
  "sourceRange",
  "rateLimit",
  "cors",
  "bodyLimit",
  "requestHeaders",
  "responseHeaders",
  "hsts",
  "snippet",
  "annotation",
] as const satisfies readonly Facet[];

/** The controls of a route with its plugins. Where one is not in the repository, what it may decide is not known. */
export function withPlugins(defaults: ControlValues, { controls, missing }: PluginReading): ControlValues {
  if (missing.length === 0) return { ...defaults, ...controls };
  const { sourceRange: _, rateLimit: __, cors: ___, ...certain } = defaults;
  return { ...certain, ...controls };
}

function authOf(plugins: readonly Resource[], missing: readonly string[]): Auth | undefined {
  const known = plugins.filter((plugin) => authPlugins.has(pluginName(plugin))).map(({ name }) => name);
  // What is known stands in the text too: losing it is a change, whatever the missing one does.
  if (missing.length > 0)
    return { kind: "unreadable", text: [`plugin ${missing.join(", ")} is not in the repository`, ...known].join("; ") };
  const asking = plugins.filter((plugin) => authPlugins.has(pluginName(plugin)));
  const hidden = asking.find(({ data }) => data.configFrom !== undefined);
  if (hidden) return { kind: "unreadable", text: `the configuration of ${pluginName(hidden)} is in a Secret` };
  // A plugin that ends every request lets nobody in.
  const ends = plugins.find(
    (plugin) => pluginName(plugin) === "request-termination" && !asText(configOf(plugin).trigger),
  );
  if (ends) return { ...noAuth, ways: [] };
  if (asking.length === 0) return undefined;
  const atoms = asking.flatMap((plugin): AuthAtom[] => {
    const known = authPlugins.get(pluginName(plugin));
    return known ? [known.atomOf(configOf(plugin))] : [];
  });
  const failOpen = asking
    .filter((plugin) => asText(configOf(plugin).anonymous))
    .map((plugin) => `${pluginName(plugin)} for the anonymous consumer`);
  return { ...noAuth, ways: [atoms], ...(failOpen.length > 0 ? { failOpen } : {}) };
}

function configOf({ data }: Resource) {
  return asObject(data.config) ?? {};
}

const known = new WeakMap<Resource, Partial<Reading>>();

function readingOf(plugin: Resource): Partial<Reading> {
  const reading = known.get(plugin) ?? readPlugin(plugin);
  known.set(plugin, reading);
  return reading;
}

function readPlugin(plugin: Resource): Partial<Reading> {
  const asking = authPlugins.get(pluginName(plugin));
  const meaning: PluginMeaning | undefined = asking
    ? { controls: {}, fields: [...asking.fields, "anonymous"] }
    : meaningOf(plugin);
  const taken = [...unsaid, ...(meaning?.fields ?? []).map((field) => (field === "" ? "config" : `config.${field}`))];
  // What a plugin does that nobody interprets is told by its name.
  const isRead = meaning !== undefined || pluginName(plugin) === "request-termination";
  const left = fieldSettings(plugin, [], [...taken, ...(isRead ? ["plugin"] : [])]);
  // One plugin of a name is in effect, whatever the object is called that configures it.
  const prefix = `plugin ${pluginName(plugin)}`;
  const rest = meaning?.rest ? { [`${prefix}: config`]: meaning.rest } : {};
  const facets = asking ? (["auth"] as const) : (Object.keys(meaning?.controls ?? {}) as Facet[]);
  const fields = (meaning?.fields ?? []).map((field) => ["config", ...field.split(".").filter(Boolean)]);
  const places: Places = {
    ...placesFor(
      facets,
      fields.map((path) => ({ resource: plugin, path })),
    ),
    annotation: [...left.aspects.slice(0, mostPlugins), { resource: plugin, path: ["config"] }],
  };
  return {
    controls: hiddenOr(plugin, meaning?.controls ?? {}),
    texts: sharedTexts(
      { ...Object.fromEntries(Object.entries(left.texts).map(([key, text]) => [`${prefix}: ${key}`, text])), ...rest },
      `${prefix}: config`,
    ),
    places,
  };
}

const unsaid = ["apiVersion", "kind", "metadata", "disabled", "status", "instance_name", "run_on"];

// A configuration that stands in a Secret may say anything.
function hiddenOr({ data }: Resource, controls: ControlValues): ControlValues {
  if (data.configFrom === undefined) return controls;
  const text = "the configuration is in a Secret";
  return {
    ...(controls.sourceRange ? { sourceRange: { kind: "unreadable", text } } : {}),
    ...(controls.rateLimit ? { rateLimit: { kind: "unreadable", text } } : {}),
  };
}
