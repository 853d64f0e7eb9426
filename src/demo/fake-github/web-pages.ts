import type { Hono } from "hono";
import { html } from "hono/html";
import { type Environment, findRepository, found } from "./endpoint.ts";
import { checkProblem } from "./operations/merging.ts";
import { type Annotation, type CheckRun, fullName, type PullRequest, type Repository, type State } from "./state.ts";

type Markup = ReturnType<typeof html>;

/** Plain pages for the addresses that the API hands out, so that `gatewarden demo --keep` can be looked at in a browser. */
export function registerWebPages(root: Hono<Environment>, state: State): void {
  // Nobody signs in here, so only public repositories have pages.
  const repositoryOf = (owner: string, name: string) => {
    const repository = findRepository(state, owner, name);
    return found(repository?.private ? null : repository);
  };
  root.get("/", (c) => c.html(page("A fake GitHub", overview(state))));
  root.get("/:owner/:repo/pull/:number", (c) => {
    const repository = repositoryOf(c.req.param("owner"), c.req.param("repo"));
    const pull = found(repository.pullRequests.get(Number(c.req.param("number"))));
    return c.html(page(`${pull.title} · #${pull.number}`, conversation(pull)));
  });
  root.get("/:owner/:repo/runs/:id", (c) => {
    const repository = repositoryOf(c.req.param("owner"), c.req.param("repo"));
    const run = found(repository.checkRuns.find(({ id }) => id === Number(c.req.param("id"))));
    return c.html(page(`${run.name}: ${run.conclusion ?? run.status}`, details(repository, run)));
  });
}

function page(title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <style>
          body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
          pre { background: #f4f4f4; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`;
}

function overview({ repositories }: State): Markup {
  const pulls = repositories.filter((one) => !one.private).flatMap((one) => [...one.pullRequests.values()]);
  return html`<ul>
    ${pulls.map((pull) => {
      const path = `${fullName(pull.repository)}/pull/${pull.number}`;
      return html`<li><a href="/${path}">${path}</a> ${pull.title} (${stateOf(pull)})</li>`;
    })}
  </ul>`;
}

function conversation(pull: PullRequest): Markup {
  const { repository, number, headSha } = pull;
  const runs = repository.checkRuns.filter((run) => run.headSha === headSha);
  const comments = repository.comments.filter((comment) => comment.number === number);
  return html`
    <p>${pull.author.login} wants to merge ${pull.headLabel} into ${pull.baseRef}: <b>${stateOf(pull)}</b>. ${checkProblem(pull) ?? ""}</p>
    ${runs.map(
      (run) =>
        html`<p><a href="/${fullName(repository)}/runs/${run.id}">${run.name}</a>: <b>${run.conclusion ?? run.status}</b> ${run.title ?? ""}</p>`,
    )}
    ${pull.reviews.map(
      ({ author, state, commitId }) => html`<p>${author.login}: <b>${state}</b> at ${commitId.slice(0, 7)}</p>`,
    )}
    ${pull.reviewComments.map(({ author, path, line, body }) => html`<h3>${author.login} on ${path}:${line}</h3><pre>${body}</pre>`)}
    ${comments.map(({ author, body }) => html`<h3>${author.login}</h3><pre>${body}</pre>`)}
  `;
}

function details(repository: Repository, run: CheckRun): Markup {
  return html`
    <p>${fullName(repository)} at ${run.headSha}: <b>${run.title ?? ""}</b></p>
    <pre>${run.summary ?? ""}</pre>
    ${run.annotations.map(mark)}
    <pre>${run.text ?? ""}</pre>
  `;
}

function mark({ path, startLine, level, title, message }: Annotation): Markup {
  return html`<h3>${path}:${startLine} · ${level} · ${title ?? ""}</h3><pre>${message}</pre>`;
}

function stateOf({ merged, state, draft }: PullRequest): string {
  if (merged) return "merged";
  return draft ? "draft" : state;
}
