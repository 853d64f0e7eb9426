import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

type Json = Readonly<Record<string, unknown>>;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly "x-webhooks": Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Json>>;
  readonly requestBody?: Json;
}

/** GitHub's own description of its REST API and webhooks, as a judge of answers. */
export interface GitHubApi {
  /** The documented path that a request matches, such as `/repos/{owner}/{repo}`; null for none. */
  templateOf(method: string, path: string): string | null;
  /** What is wrong with an answer; empty when it is as described. A status that is not described is wrong, too. */
  problemsOfAnswer(method: string, path: string, status: number, body: unknown): readonly string[];
  problemsOfWebhook(event: string, payload: Json): readonly string[];
  /** What is wrong with the body of a request; empty when it is as described. */
  problemsOfRequest(method: string, path: string, body: unknown): readonly string[];
  /** GitHub's own example of an answer; undefined where it gives none. */
  exampleAnswer(method: string, path: string, status: number): unknown;
}

// Refusals of authentication and authorisation are documented for the API as a whole, not for each endpoint.
const general = new Set([400, 401, 403, 404, 422]);

/** Reads the description (13 MB) once; schemas are compiled when they are first needed. */
export function loadGitHubApi(): GitHubApi {
  const folder = dirname(createRequire(import.meta.url).resolve("@octokit/openapi/package.json"));
  const text = readFileSync(join(folder, "generated", "api.github.com.json"), "utf8");
  const description = JSON.parse(text) as Description;
  const check = validator(description);
  const templates = Object.keys(description.paths).map((path) => ({ path, pattern: patternOf(path) }));

  const templateOf = (method: string, path: string) => {
    const matching = templates.filter(
      (one) => one.pattern.test(path) && description.paths[one.path]?.[method.toLowerCase()],
    );
    // The fewest parameters and the most words are the closest: `issues/comments/{id}`, not `issues/{number}/{…}`.
    const closest = matching.toSorted(
      (a, b) => parametersIn(a.path) - parametersIn(b.path) || b.path.length - a.path.length,
    );
    return closest[0]?.path ?? null;
  };
  return {
    templateOf,
    problemsOfAnswer(method, path, status, body) {
      const template = templateOf(method, path);
      if (template === null) return [`${method} ${path} is not documented`];
      const responses = description.paths[template]?.[method.toLowerCase()]?.responses ?? {};
      const response = responses[status];
      if (!response && !general.has(status)) return [`${method} ${template} does not document ${status}`];
      const schema = response ? jsonSchemaOf(description, response) : reference("basic-error");
      return schema ? check(schema, body) : body === null ? [] : [`${method} ${template} ${status} has no body`];
    },
    problemsOfRequest(method, path, body) {
      const template = templateOf(method, path);
      if (template === null) return [`${method} ${path} is not documented`];
      const { requestBody } = description.paths[template]?.[method.toLowerCase()] ?? {};
      const schema = requestBody && jsonSchemaOf(description, requestBody);
      return schema ? check(schema, body) : [];
    },
    exampleAnswer(method, path, status) {
      const response = description.paths[templateOf(method, path) ?? ""]?.[method.toLowerCase()]?.responses[status];
      const { examples = {} } = (response && mediaTypeOf(description, response)) ?? {};
      const [first] = Object.values(examples).map((example) => dereference(description, example));
      return first && structuredClone(first.value);
    },
    problemsOfWebhook(event, payload) {
      const name = [event, payload.action]
        .filter((part) => typeof part === "string")
        .join("-")
        .replaceAll("_", "-");
      const operation = description["x-webhooks"][name];
      const schema = operation?.post.requestBody && jsonSchemaOf(description, operation.post.requestBody);
      return schema ? check(schema, payload) : [`webhook ${name} is not documented`];
    },
  };
}

function patternOf(path: string): RegExp {
  // Branch names, refs and file paths may hold slashes.
  const source = path
    .replace(/\{(path|branch|basehead)\}/g, "<any>")
    .replace(/\{\w+\}/g, "[^/]+")
    .replace("<any>", ".+");
  return new RegExp(`^${source}$`);
}

function parametersIn(path: string): number {
  return path.split("{").length;
}

function reference(schema: string): Json {
  return { $ref: `#/components/schemas/${schema}` };
}

function jsonSchemaOf(description: Description, holder: Json): Json | null {
  return mediaTypeOf(description, holder)?.schema ?? null;
}

interface MediaType {
  readonly schema?: Json;
  readonly examples?: Readonly<Record<string, Json>>;
}

function mediaTypeOf(description: Description, holder: Json): MediaType | undefined {
  const { content } = dereference(description, holder) as { content?: Readonly<Record<string, MediaType>> };
  return content?.["application/json"];
}

function dereference(description: Description, value: Json): Json {
  if (typeof value.$ref !== "string") return value;
  const [, , section = "", name = ""] = value.$ref.split("/");
  return dereference(description, description.components[section]?.[name] ?? {});
}

function isPersonOrEnterprise(schemas: unknown): boolean {
  const titles = Array.isArray(schemas) ? schemas.map((one: { readonly title?: string }) => one.title) : [];
  return titles.includes("Simple User") && titles.includes("Enterprise");
}

function validator(description: Description) {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  const known = new Set<string>();
  const compiled = new Map<Json, ValidateFunction>();

  // Adds each schema that is referred to, once, under its own name.
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    const { nullable, example: _, discriminator: __, ...schema } = value as Record<string, unknown>;
    const converted: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(schema)) {
      converted[key] = key === "$ref" && typeof inner === "string" ? add(inner) : convert(inner);
    }
    // A mistake of the description: it asks of an installation's account to be a person and an enterprise at once.
    if (isPersonOrEnterprise(converted.allOf)) {
      converted.anyOf = converted.allOf;
      delete converted.allOf;
    }
    // OpenAPI 3.0 says `nullable`, JSON Schema says that null is another type.
    return nullable === true ? { anyOf: [{ type: "null" }, converted] } : converted;
  };
  const add = (ref: string): string => {
    const name = ref.split("/").at(-1) ?? "";
    if (!known.has(name)) {
      known.add(name);
      ajv.addSchema(convert(description.components.schemas?.[name] ?? {}) as Json, `component:${name}`);
    }
    return `component:${name}`;
  };

  return (schema: Json, value: unknown): readonly string[] => {
    const validate = compiled.get(schema) ?? ajv.compile(convert(schema) as Json);
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
