import { fullName, type Repository, type State } from "../state.ts";

const statuses: Readonly<Record<string, string>> = {
  A: "added",
  D: "removed",
  M: "modified",
  T: "changed",
  R: "renamed",
  C: "copied",
};

/** `diff-entry` for each file that differs between two commits. */
export async function changedFileShapes(state: State, repository: Repository, before: string, after: string) {
  const [raw, numbers, patches] = await Promise.all([
    repository.git.run(["diff", "--raw", "--no-abbrev", "-z", "-M", before, after]),
    repository.git.run(["diff", "--numstat", "-M", "-z", before, after]),
    repository.git.run(["diff", "-M", "--no-color", "--no-ext-diff", before, after]),
  ]);
  const counts = parseNumstat(numbers);
  const texts = parsePatches(patches);
  return parseRaw(raw).map((entry, index) => {
    const { additions, deletions } = counts[index] ?? { additions: 0, deletions: 0 };
    const patch = texts[index];
    return {
      sha: entry.blob,
      filename: entry.path,
      status: statuses[entry.status] ?? "changed",
      additions,
      deletions,
      changes: additions + deletions,
      ...links(state, repository, entry.path, after),
      ...(patch ? { patch } : {}),
      ...(entry.from ? { previous_filename: entry.from } : {}),
    };
  });
}

function links(state: State, repository: Repository, path: string, commit: string) {
  const html = `${state.urls.html}/${fullName(repository)}`;
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  return {
    blob_url: `${html}/blob/${commit}/${escaped}`,
    raw_url: `${html}/raw/${commit}/${escaped}`,
    contents_url: `${state.urls.api}/repos/${fullName(repository)}/contents/${escaped}?ref=${commit}`,
  };
}

interface RawEntry {
  readonly status: string;
  readonly blob: string;
  readonly path: string;
  readonly from: string | null;
}

function parseRaw(raw: string): RawEntry[] {
  const parts = raw.split("\0").filter(Boolean);
  const entries: RawEntry[] = [];
  for (let at = 0; at < parts.length; ) {
    const [, , before = "", after = "", letters = ""] = (parts[at] ?? "").split(" ");
    const status = letters.slice(0, 1);
    const moved = status === "R" || status === "C";
    const path = parts[at + (moved ? 2 : 1)] ?? "";
    entries.push({ status, blob: status === "D" ? before : after, path, from: moved ? (parts[at + 1] ?? null) : null });
    at += moved ? 3 : 2;
  }
  return entries;
}

function parseNumstat(out: string) {
  const parts = out.split("\0");
  const counts: { additions: number; deletions: number }[] = [];
  for (let at = 0; at < parts.length - 1; ) {
    const [additions, deletions, path] = (parts[at] ?? "").split("\t");
    // A dash stands for a binary file; a rename has its two paths in records of their own.
    counts.push({ additions: Number(additions) || 0, deletions: Number(deletions) || 0 });
    at += path ? 1 : 3;
  }
  return counts;
}

/** The hunks of each file, without git's header lines. Empty for binary files and pure renames. */
function parsePatches(out: string): string[] {
  return out
    .split(/^diff --git .*$/m)
    .slice(1)
    .map((text) => {
      const hunk = text.search(/^@@ /m);
      return hunk < 0 ? "" : text.slice(hunk).replace(/\n$/, "");
    });
}
