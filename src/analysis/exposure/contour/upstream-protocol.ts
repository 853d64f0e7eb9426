import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, scalarText, specOf } from "../plain-items.ts";
import type { Backend } from "../route.ts";
import type { World } from "../world.ts";

const prefix = "projectcontour.io/upstream-protocol.";

/** Whether annotations of the Service ask for TLS to its port, which they name by number or name. */
export function annotatedTls(backend: Backend | undefined, world: World): boolean {
  const service = backend && world.find("", "Service", backend.namespace, backend.name);
  if (!service) return false;
  const own = itemsOf(specOf(service).ports, []).find(
    ({ value }) => scalarText(value.port) === backend.port || asText(value.name) === backend.port,
  );
  const names = [backend.port, scalarText(asObject(own?.value)?.port), asText(own?.value.name)];
  return ["tls", "h2"].some((protocol) => {
    const listed = Object.hasOwn(service.annotations, prefix + protocol) ? service.annotations[prefix + protocol] : "";
    const ports = (listed ?? "").split(",").map((port) => port.trim());
    return ports.some((port) => port !== "" && names.includes(port));
  });
}
