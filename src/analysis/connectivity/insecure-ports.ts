import type { PortRange, PortSet } from "./port-set.ts";

/**
 * `insecure`: signs in or transfers in clear text, or administers a machine. `datastore`: without TLS or a password unless somebody
 * sets them. `plain`: clear text that is usual behind a proxy; it only is told by its name.
 */
export interface KnownService {
  readonly name: string;
  readonly kind: "insecure" | "datastore" | "plain";
}

const services: ReadonlyMap<string, KnownService> = new Map(
  Object.entries({
    "TCP 21": insecure("FTP"),
    "TCP 22": plain("SSH"),
    "TCP 23": insecure("telnet"),
    "TCP 25": insecure("SMTP"),
    "TCP 53": plain("DNS"),
    "UDP 53": plain("DNS"),
    "UDP 69": insecure("TFTP"),
    "TCP 80": plain("HTTP"),
    "TCP 110": insecure("POP3"),
    "TCP 111": insecure("portmapper"),
    "UDP 111": insecure("portmapper"),
    "TCP 135": insecure("MS RPC"),
    "UDP 137": insecure("NetBIOS"),
    "UDP 138": insecure("NetBIOS"),
    "TCP 139": insecure("NetBIOS"),
    "TCP 143": insecure("IMAP"),
    "UDP 161": insecure("SNMP"),
    "UDP 162": insecure("SNMP traps"),
    "TCP 389": insecure("LDAP without TLS"),
    "UDP 389": insecure("LDAP without TLS"),
    "TCP 445": insecure("SMB"),
    "TCP 512": insecure("rexec"),
    "TCP 513": insecure("rlogin"),
    "TCP 514": insecure("rsh"),
    "TCP 2375": insecure("Docker"),
    "TCP 2379": insecure("etcd"),
    "TCP 3389": insecure("remote desktop"),
    "TCP 5900": insecure("VNC"),
    "TCP 6379": datastore("Redis"),
    "TCP 10250": insecure("kubelet"),
    "TCP 10255": insecure("read-only kubelet"),
    "TCP 11211": datastore("memcached"),
    "UDP 11211": datastore("memcached"),
    "TCP 27017": datastore("MongoDB"),
  }),
);

const numbered = [...services].map(([port, service]) => {
  const [protocol = "", number = ""] = port.split(" ");
  return { protocol, port: Number(number), service };
});

/** What usually listens on a port, if it is one that people know. */
export function serviceOn(protocol: string, port: number): KnownService | undefined {
  return services.get(`${protocol} ${port}`);
}

/** Insecure services and data stores on some ports, whether a port is listed itself or lies in a range. */
export function riskyServices(ports: PortSet): readonly KnownService[] {
  const ranges = ports === "every" ? [] : ports.filter(isNumeric);
  return numbered
    .filter(({ service }) => service.kind !== "plain")
    .filter(
      ({ protocol, port }) =>
        ports === "every" ||
        ranges.some((range) => range.protocol === protocol && range.first <= port && port <= range.last),
    )
    .map(({ service }) => service);
}

/** Whether ports are as good as named one by one; a wider range is told as such. */
export function isFewPorts(ports: PortSet): boolean {
  return ports !== "every" && ports.every((range) => "name" in range || range.last - range.first < 16);
}

function isNumeric(range: PortRange): range is Extract<PortRange, { first: number }> {
  return "first" in range;
}

function insecure(name: string): KnownService {
  return { name, kind: "insecure" };
}

function datastore(name: string): KnownService {
  return { name, kind: "datastore" };
}

function plain(name: string): KnownService {
  return { name, kind: "plain" };
}
