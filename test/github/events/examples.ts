import examples from "@octokit/webhooks-examples" with { type: "json" };
import { parseCommand } from "../../../src/github/command.ts";
import { understand } from "../../../src/github/webhook-route.ts";

type Payload = Record<string, unknown> & { readonly action?: string };

interface Examples {
  readonly name: string;
  readonly examples: readonly Payload[];
}

const all = examples as unknown as readonly Examples[];

/** A payload as GitHub sends it to an App, from the collected examples; those without an installation get one. */
export function example(event: string, action?: string): Payload {
  const known = all.find(({ name }) => name === event)?.examples ?? [];
  const matching = known.filter((payload) => payload.action === action);
  const found = matching.find((payload) => "installation" in payload) ?? matching[0];
  if (!found) throw new Error(`no example of ${event} ${action}`);
  return { installation: { id: 1, node_id: "x" }, ...structuredClone(found) };
}

/** The work that a delivery of this payload causes, as keys and commands. */
export function workOf(event: string, payload: Payload) {
  const delivery = understand({ id: "d", event, body: JSON.stringify(payload) });
  if (!delivery) throw new Error("the payload was not understood");
  return delivery.work.map(({ key, command }) => (command === null ? key : { key, command: parseCommand(command) }));
}
