/** How long a lease holds without a sign of life, in milliseconds. */
export const leaseMilliseconds = 30_000;

/** Somebody else holds what we held: nothing may be written any more. The work is looked at again by its new owner. */
export class LostLease extends Error {
  override readonly name = "LostLease";
}

export interface Heartbeat {
  /** Throws a LostLease once it is no longer sure that the lease is ours. */
  stillOurs(): void;
  stop(): void;
}

/** Renews a lease three times in its life. `renew` gets the new end and tells whether the lease was still ours. */
export function startHeartbeat(name: string, renew: (until: number) => Promise<boolean>): Heartbeat {
  let held = true;
  const beat = async (): Promise<void> => {
    held &&= await renew(Date.now() + leaseMilliseconds).catch(() => false);
  };
  const timer = setInterval(() => void beat(), leaseMilliseconds / 3);
  return {
    stillOurs() {
      if (!held) throw new LostLease(`The lease of ${name} was lost.`);
    },
    stop: () => clearInterval(timer),
  };
}
