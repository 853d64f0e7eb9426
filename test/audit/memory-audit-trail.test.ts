import { describeAuditTrail } from "../support/audit-trail-contract.ts";
import { type MemoryStore, memoryAuditTrail } from "../support/memory-audit-trail.ts";

describeAuditTrail("memory", async () => {
  const store: MemoryStore = { entries: [], byKey: new Map() };
  return {
    trail: memoryAuditTrail(store),
    reopen: async () => memoryAuditTrail(store),
    close: async () => {},
  };
});
