import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { eventHandlers } from "../../src/github/events/index.ts";

const manifest = parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")) as {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, string>>;
};

// GitHub sends these to every App and refuses them in a list of subscriptions.
const alwaysSent = ["installation", "installation_repositories"];

test("the App subscribes to exactly the events that are handled", () => {
  const handled = eventHandlers.map(({ event }) => event).filter((event) => !alwaysSent.includes(event));
  expect([...manifest.default_events].sort()).toEqual(handled.sort());
});

test("the App asks for what it needs and can write nothing but checks, statuses and pull requests", () => {
  const writable = Object.entries(manifest.default_permissions).filter(([, access]) => access === "write");
  expect(writable.map(([name]) => name).sort()).toEqual(["checks", "pull_requests", "statuses"]);
  expect(Object.keys(manifest.default_permissions)).toEqual(expect.arrayContaining(["contents", "issues", "members"]));
});

test("every handler's file is called after its event", async () => {
  for (const { event } of eventHandlers)
    await expect(import(`../../src/github/events/${event.replaceAll("_", "-")}.ts`)).resolves.toBeDefined();
});
