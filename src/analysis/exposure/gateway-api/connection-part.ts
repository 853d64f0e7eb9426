import type { Subject } from "../envoy-gateway/attachment.ts";
import type { EnvoyPolicies } from "../envoy-gateway/policies.ts";
import type { Door } from "./doors.ts";
import type { Listener } from "./listener.ts";
import { listenerPart } from "./listener-part.ts";
import { mergeParts, noPart, type Part } from "./part.ts";

/** What a listener does with connections, before anybody looks at a request. */
export function connectionPart(
  listener: Listener | undefined,
  door: Door,
  envoy: EnvoyPolicies,
  subject: Subject,
): Part {
  const own = listener ? listenerPart(listener, door) : noPart;
  const ofPolicies = envoy.forListener(subject);
  // What a policy says about TLS has no effect where there is none.
  const isPlain = own.controls.tls === "none";
  const { auth: _auth, ciphers: _ciphers, tlsVersion: _version, ...rest } = ofPolicies.controls;
  const effective = isPlain ? rest : ofPolicies.controls;
  const { clientIp, ...others } = effective;
  // Nor has what it says about headers where nobody reads any.
  const readsNoHeaders = listener !== undefined && /^(TCP|UDP|TLS)$/.test(listener.protocol);
  const isByHeader = clientIp?.from === "anyone" || clientIp?.from === "trusted";
  return mergeParts([own, { ...ofPolicies, controls: readsNoHeaders && isByHeader ? others : effective }]);
}
