import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LostLease, leaseMilliseconds, startHeartbeat } from "./heartbeat.ts";

/** Named locks over all processes; see storage/leases.ts. */
export interface Leases {
  take(name: string, owner: string, now: number, until: number): Promise<boolean>;
  renew(name: string, owner: string, until: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
}

const patienceMilliseconds = 120_000;

/** Runs `work` while nobody else, in any process, runs under the same name. `stillOurs` throws once that is no longer sure. */
export async function exclusively<T>(
  leases: Leases,
  name: string,
  work: (stillOurs: () => void) => Promise<T>,
): Promise<T> {
  const owner = randomUUID();
  await waitFor(leases, name, owner);
  const heartbeat = startHeartbeat(name, (until) => leases.renew(name, owner, until));
  try {
    return await work(() => heartbeat.stillOurs());
  } finally {
    heartbeat.stop();
    await leases.release(name, owner);
  }
}

async function waitFor(leases: Leases, name: string, owner: string): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  while (!(await leases.take(name, owner, Date.now(), Date.now() + leaseMilliseconds))) {
    if (Date.now() > deadline) throw new LostLease(`${name} is held by somebody else for too long.`);
    await sleep(100);
  }
}
