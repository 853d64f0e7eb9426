import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { serve } from "../../src/app.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { type PostgresServer, postgresPrograms, startPostgres } from "../storage/postgres-server.ts";
import { builtReviewProgram } from "./built-cli.ts";
import { clusterAdmin, conclusion, eventually, openShop, secret, shop } from "./shop.ts";

jest.setTimeout(120_000);

// Without PostgreSQL on the machine this is skipped and named as such; the CI script refuses that.
const describePostgres = postgresPrograms ? describe : describe.skip;
describePostgres(
  `two servers over one PostgreSQL${postgresPrograms ? "" : ": initdb and pg_ctl are not installed"}`,
  () => {
    let postgres: PostgresServer;
    beforeAll(async () => {
      postgres = await startPostgres(postgresPrograms ?? "");
    });
    afterAll(() => postgres.stop());

    test("share the work and say everything once", async () => {
      const databaseUrl = await postgres.createDatabase();
      const place = await openShop({ databaseUrl });
      const env = { ...place.env, GATEWARDEN_DATA: `${place.env.GATEWARDEN_DATA}-other` };
      const other = await serve(env, { reviewProgram: await builtReviewProgram() });
      const heads: string[] = [];
      for (const name of ["a", "b", "c", "d"]) {
        // GitHub delivers to one address; here each server gets every second pull request.
        place.fake.setWebhook(`${(heads.length % 2 ? other : place.server).url}/api/github/webhooks`, secret);
        heads.push(
          await place.fake.commit(shop, name, { author: "dora", files: { [`${name}.yaml`]: clusterAdmin(name) } }),
        );
        const number = await place.fake.asUser("dora").openPullRequest(shop, { head: name });
        await place.fake.asUser("eve").comment(shop, number, "/gatewarden recheck");
      }
      for (const [index, head] of heads.entries()) {
        await conclusion(place, head, "action_required");
        expect(place.fake.checkRuns(shop, head)[0]?.annotations.length).toBe(1);
        expect(place.fake.comments(shop, index + 1).filter(({ body }) => body.startsWith("<!--")).length).toBe(1);
      }
      const database = await openDatabase({ kind: "postgres", url: databaseUrl });
      const open = () => database.db.selectFrom("delivery").select("id").where("processed_at", "is", null).execute();
      await eventually(open, (rows) => rows.length === 0);
      await database.close();
      await other.close();
      await place.close();
    });
  },
);
