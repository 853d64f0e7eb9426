import { createHmac, randomUUID } from "node:crypto";
import { covers } from "./access.ts";
import { accountShape, nodeId, organisationShape } from "./shapes/account.ts";
import { repositoryContext } from "./shapes/repository.ts";
import type { Account, App, Delivery, Installation, Repository, State } from "./state.ts";

const timeout = 10_000;

/** The status of an event that happened while the App had no webhook. */
export const noAddress = "no webhook address";

export interface Event {
  readonly name: string;
  readonly action: string | null;
  readonly sender: Account;
  /** The fields of this event besides action, repository, organization, installation and sender. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Only this App hears of it, such as of a re-run of its own check. */
  readonly onlyApp?: App;
}

/** Sends an event about a repository to each App that is installed there and subscribes to it. */
export function emit(state: State, repository: Repository, event: Event): void {
  for (const installation of state.installations) {
    const { app, account, repositoryIds, suspendedAt } = installation;
    if (suspendedAt || !covers(account, repositoryIds, repository)) continue;
    if (event.onlyApp ? event.onlyApp !== app : !installation.events.includes(event.name)) continue;
    send(state, app, installation, repository.id, event, {
      ...(event.action === null ? {} : { action: event.action }),
      ...event.payload,
      ...repositoryContext(state, repository),
      installation: { id: installation.id, node_id: nodeId("Installation", installation.id) },
      sender: accountShape(state, event.sender),
    });
  }
}

/** Sends an event about an organisation, such as a team that lost a member. */
export function emitOrganisation(state: State, organisation: Account, event: Event): void {
  for (const installation of state.installations) {
    const { app, account, events, suspendedAt } = installation;
    if (suspendedAt || account !== organisation || !events.includes(event.name)) continue;
    send(state, app, installation, null, event, {
      action: event.action,
      ...event.payload,
      organization: organisationShape(state, organisation),
      installation: { id: installation.id, node_id: nodeId("Installation", installation.id) },
      sender: accountShape(state, event.sender),
    });
  }
}

/** Sends an event about an installation itself; every App gets those. */
export function emitInstallation(state: State, installation: Installation, event: Event): void {
  send(state, installation.app, installation, null, event, {
    action: event.action,
    ...event.payload,
    sender: accountShape(state, event.sender),
  });
}

/** Another attempt with the same guid and the same bytes, as the button in GitHub's settings makes it. */
export function redeliver(state: State, delivery: Delivery): Delivery {
  const copy = newDelivery(state, { ...delivery, redelivery: true, requestHeaders: delivery.requestHeaders });
  attempt(state, copy);
  return copy;
}

function send(
  state: State,
  app: App,
  installation: Installation,
  repositoryId: number | null,
  event: Event,
  payload: Readonly<Record<string, unknown>>,
): void {
  // What is sent is what was true at the time of the event, whatever happens before it arrives.
  const body = JSON.stringify(payload);
  const delivery = newDelivery(state, {
    app,
    guid: randomUUID(),
    event: event.name,
    action: event.action,
    installationId: installation.id,
    repositoryId,
    redelivery: false,
    body,
    requestHeaders: {},
  });
  attempt(state, delivery);
}

type DeliveryRequest = Pick<
  Delivery,
  "app" | "guid" | "event" | "action" | "installationId" | "repositoryId" | "redelivery" | "body" | "requestHeaders"
>;

function newDelivery(state: State, request: DeliveryRequest): Delivery {
  const delivery: Delivery = {
    ...request,
    requestHeaders: headersOf(request),
    id: state.nextId(),
    deliveredAt: state.now(),
    duration: 0,
    status: "pending",
    statusCode: 0,
    responseHeaders: {},
    responseBody: "",
  };
  state.deliveries.push(delivery);
  return delivery;
}

function headersOf({ app, event, guid, body }: DeliveryRequest): Record<string, string> {
  const secret = app.webhook?.secret ?? "";
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": `GitHub-Hookshot/${guid.slice(0, 7)}`,
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(app.hookId),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature": `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

/** One attempt and no more: GitHub does not repeat a delivery by itself. */
function attempt(state: State, delivery: Delivery): void {
  const url = delivery.app.webhook?.url;
  if (!url) {
    delivery.status = noAddress;
    return;
  }
  const running = post(url, delivery).finally(() => state.underway.delete(running));
  state.underway.add(running);
}

async function post(url: string, delivery: Delivery): Promise<void> {
  const started = performance.now();
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: delivery.requestHeaders,
      body: delivery.body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    delivery.responseBody = await answer.text();
    delivery.responseHeaders = Object.fromEntries(answer.headers);
    delivery.statusCode = answer.status;
    delivery.status = answer.ok ? "OK" : answer.statusText || `Invalid HTTP Response: ${answer.status}`;
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    delivery.status = timedOut ? "timed out" : "failed to connect to host";
    delivery.statusCode = timedOut ? 504 : 502;
  }
  delivery.duration = Math.round(performance.now() - started) / 1000;
}
