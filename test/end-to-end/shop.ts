import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, serve } from "../../src/app.ts";
import type { AuditEntry } from "../../src/audit/entry-v1.ts";
import type { InstalledApp } from "../../src/demo/fake-github/control.ts";
import { type FakeGitHub, startFakeGitHub } from "../../src/demo/fake-github/start-fake-github.ts";
import { databaseAuditTrail } from "../../src/storage/audit-trail.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { builtReviewProgram } from "./built-cli.ts";

export const shop = "acme/shop";
export const secret = "a-secret-of-the-tests-only";

export const ingress = (host: string, annotations: readonly string[] = []): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    kubernetes.io/ingress.class: nginx
${annotations.map((line) => `    ${line}\n`).join("")}spec:
  tls: [{ hosts: ["${host}"], secretName: shop-tls }]
  rules:
    - host: "${host}"
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`;

export const clusterAdmin = (group: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${group} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: ${group} }]
`;

export const policy = `version: 1
maintainers:
  edge: { teams: [acme/edge] }
reviews:
  - { when: { severity: medium }, approvals: 1, from: [edge] }
approvals:
  emergency: { users: [olaf] }
`;

/** Finds nothing wrong with another cluster-admin. */
export const lenientPolicy = `${policy}rules:\n  cluster-admin-granted: { severity: low }\n`;

/** The fake GitHub with one repository, and a server of ours that it sends webhooks to. */
export interface Shop {
  readonly fake: FakeGitHub;
  readonly app: InstalledApp;
  readonly env: Readonly<Record<string, string>>;
  /** The server that runs now. */
  readonly server: RunningServer;
  /** Starts a server over the same data, after `server.close()`. */
  restart(): Promise<void>;
  /** Every entry of the audit trail, read from the database file. */
  audit(): Promise<readonly AuditEntry[]>;
  close(): Promise<void>;
}

export interface ShopOptions {
  readonly databaseUrl?: string;
  /** Another file for the worker that reviews. */
  readonly reviewProgram?: URL;
  readonly env?: Readonly<Record<string, string>>;
}

/** dora writes code, mia is in the team `edge` that approves, olaf owns the organisation, eve belongs nowhere. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const reviewProgram = options.reviewProgram ?? (await builtReviewProgram());
  const fake = await startFakeGitHub();
  for (const login of ["olaf", "dora", "mia", "eve"]) fake.createUser(login);
  fake.createOrganisation("acme", ["olaf"]);
  fake.createTeam("acme", "edge", ["mia"]);
  const files = {
    ".github/gatewarden.yaml": policy,
    "shop/ingress.yaml": ingress("shop.example.com"),
  };
  await fake.createRepository({ owner: "acme", name: "shop", files, collaborators: { dora: "write", eve: "write" } });
  fake.grantTeam("acme", "edge", shop, "write");
  const app = fake.installApp({ account: "acme" });
  fake.protectBranch(shop, "main", { requiredChecks: ["gatewarden"], appId: app.appId });
  const data = mkdtempSync(join(tmpdir(), "gatewarden-data-"));
  const env = {
    APP_ID: String(app.appId),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: secret,
    PORT: "0",
    HOST: "127.0.0.1",
    GATEWARDEN_DATA: data,
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    GATEWARDEN_GITHUB_API_URL: fake.apiUrl,
    GATEWARDEN_GITHUB_URL: fake.url,
    GATEWARDEN_THROTTLE: "off",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
    ...options.env,
  };
  const start = async () => {
    const started = await serve(env, { reviewProgram });
    fake.setWebhook(`${started.url}/api/github/webhooks`, secret);
    return started;
  };
  let server = await start();
  return {
    fake,
    app,
    env,
    get server() {
      return server;
    },
    async restart() {
      server = await start();
    },
    audit: () => readTrail(join(data, "gatewarden.db")),
    async close() {
      await fake.idle();
      await server.close();
      await fake.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function readTrail(file: string): Promise<AuditEntry[]> {
  const database = await openDatabase({ kind: "file", file });
  const entries: AuditEntry[] = [];
  for await (const entry of databaseAuditTrail(database.db).read()) entries.push(entry);
  await database.close();
  return entries;
}

/** Reads again and again until the condition holds, for at most `patience` milliseconds. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  holds: (value: T) => boolean,
  patience = 15_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`This did not come true: ${JSON.stringify(value)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Waits until the check of the commit is completed with the given conclusion. */
export function conclusion({ fake }: Shop, sha: string, wanted: string) {
  return eventually(
    () => fake.checkRuns(shop, sha).map(({ status, conclusion, title }) => ({ status, conclusion, title })),
    (runs) => runs.length === 1 && runs[0]?.status === "completed" && runs[0].conclusion === wanted,
  );
}
