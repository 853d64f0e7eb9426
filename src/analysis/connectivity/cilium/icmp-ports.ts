import type { FieldPath, Plain } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { PortRange } from "../port-set.ts";

/** The types of ICMP that `icmps` lists; undefined, and noted, for what is none. */
export function icmpPorts(value: Plain, path: FieldPath, notes: ProblemNotes): readonly (PortRange | undefined)[] {
  const items = asList(value) ?? [value];
  return items.flatMap((item, index) => {
    notes.noteOthers(asObject(item) ?? {}, ["fields"], [...path, index]);
    const fields = asList(asObject(item)?.fields ?? undefined) ?? [item];
    return fields.map((field, at) => icmpPort(field, [...path, index, "fields", at], notes));
  });
}

function icmpPort(value: Plain, path: FieldPath, notes: ProblemNotes): PortRange | undefined {
  const field = asObject(value);
  notes.noteOthers(field ?? {}, ["family", "type"], path);
  const family = families.find((name) => name === (field?.family ?? "IPv4"));
  const type = family && typeNumber(field?.type, family);
  if (!family || type === undefined) {
    notes.note(path, `has the ICMP type \`${clipped(value)}\`, which is none`, value);
    return undefined;
  }
  return { protocol: "ICMP", first: type, last: type, only: family };
}

const families = ["IPv4", "IPv6"] as const;
type Family = (typeof families)[number];

function typeNumber(type: Plain | undefined, family: Family): number | undefined {
  if (typeof type === "number") return Number.isInteger(type) && type >= 0 && type <= 255 ? type : undefined;
  if (typeof type !== "string") return undefined;
  if (/^\d{1,3}$/.test(type)) return typeNumber(Number(type), family);
  return typeNames[family].get(type);
}

// https://www.iana.org/assignments/icmp-parameters and …/icmpv6-parameters, in the spelling of Cilium.
const typeNames: Readonly<Record<Family, ReadonlyMap<string, number>>> = {
  IPv4: new Map([
    ["EchoReply", 0],
    ["DestinationUnreachable", 3],
    ["Redirect", 5],
    ["Echo", 8],
    ["EchoRequest", 8],
    ["RouterAdvertisement", 9],
    ["RouterSelection", 10],
    ["TimeExceeded", 11],
    ["ParameterProblem", 12],
    ["Timestamp", 13],
    ["TimestampReply", 14],
    ["Photuris", 40],
    ["ExtendedEchoRequest", 42],
    ["ExtendedEchoReply", 43],
  ]),
  IPv6: new Map([
    ["DestinationUnreachable", 1],
    ["PacketTooBig", 2],
    ["TimeExceeded", 3],
    ["ParameterProblem", 4],
    ["EchoRequest", 128],
    ["EchoReply", 129],
    ["MulticastListenerQuery", 130],
    ["MulticastListenerReport", 131],
    ["MulticastListenerDone", 132],
    ["RouterSolicitation", 133],
    ["RouterAdvertisement", 134],
    ["NeighborSolicitation", 135],
    ["NeighborAdvertisement", 136],
    ["RedirectMessage", 137],
    ["RouterRenumbering", 138],
    ["ICMPNodeInformationQuery", 139],
    ["ICMPNodeInformationResponse", 140],
    ["InverseNeighborDiscoverySolicitation", 141],
    ["InverseNeighborDiscoveryAdvertisement", 142],
    ["HomeAgentAddressDiscoveryRequest", 144],
    ["HomeAgentAddressDiscoveryReply", 145],
    ["MobilePrefixSolicitation", 146],
    ["MobilePrefixAdvertisement", 147],
    ["DuplicateAddressRequestCodeSuffix", 157],
    ["DuplicateAddressConfirmationCodeSuffix", 158],
    ["ExtendedEchoRequest", 160],
    ["ExtendedEchoReply", 161],
  ]),
};
