import type { Call } from "./endpoint.ts";
import type { State } from "./state.ts";

/** The page that the caller asked for (30 by default, 100 at most), with GitHub's `Link` header to the others. */
export function page<T>(state: State, c: Call, all: readonly T[]): T[] {
  const size = Math.min(positive(c.req.query("per_page"), 30), 100);
  const number = positive(c.req.query("page"), 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const links = [
    ...(number > 1 ? [link(state, c, Math.min(number - 1, last), "prev")] : []),
    ...(number < last ? [link(state, c, number + 1, "next"), link(state, c, last, "last")] : []),
    ...(number > 1 ? [link(state, c, 1, "first")] : []),
  ];
  if (links.length > 0) c.header("Link", links.join(", "));
  return all.slice((number - 1) * size, number * size);
}

/** Deliveries are listed newest first, with a cursor instead of page numbers. */
export function cursorPage<T extends { readonly id: number }>(state: State, c: Call, all: readonly T[]): T[] {
  const size = Math.min(positive(c.req.query("per_page"), 30), 100);
  const cursor = c.req.query("cursor");
  const from = cursor === undefined ? 0 : all.findIndex(({ id }) => `v1_${id}` === cursor);
  const items = from < 0 ? [] : all.slice(from, from + size);
  const next = from < 0 ? undefined : all[from + size];
  if (next) {
    const url = address(state, c);
    url.searchParams.set("cursor", `v1_${next.id}`);
    c.header("Link", `<${url.href}>; rel="next"`);
  }
  return items;
}

function link(state: State, c: Call, number: number, relation: string): string {
  const url = address(state, c);
  url.searchParams.set("page", String(number));
  return `<${url.href}>; rel="${relation}"`;
}

function address(state: State, c: Call): URL {
  const { pathname, search } = new URL(c.req.url);
  return new URL(`${new URL(state.urls.html).origin}${pathname}${search}`);
}

function positive(value: string | undefined, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
