/** What is known against a version of ingress-nginx: its retirement, and the CVEs that its last line of releases fixed later. */
export function holesOf(image: string): string[] {
  const found = /^[^@]*:[^/:@]*?(\d{1,4})\.(\d{1,4})\.(\d{1,4})/.exec(image);
  const version = found?.slice(1, 4).map(Number);
  const open = version ? holes.filter(({ fixed }) => fixed.every((fix) => !isFixed(version, fix, fixed))) : [];
  return [retired, ...open.map(({ cve }) => cve)].sort();
}

export const retired = "ingress-nginx was retired in March 2026";

/** By CVE the first fixed release of each line (routing.md 2.5): another hole is fixed by the same releases or by later ones. */
const holes: readonly { readonly cve: string; readonly fixed: readonly (readonly number[])[] }[] = [
  { cve: "CVE-2021-25742", fixed: [[1, 0, 1]] },
  { cve: "CVE-2021-25745", fixed: [[1, 2, 0]] },
  { cve: "CVE-2021-25748", fixed: [[1, 2, 1]] },
  { cve: "CVE-2022-4886", fixed: [[1, 8, 0]] },
  { cve: "CVE-2023-5043", fixed: [[1, 9, 0]] },
  { cve: "CVE-2023-5044", fixed: [[1, 9, 0]] },
  {
    cve: "CVE-2024-7646",
    fixed: [
      [1, 10, 4],
      [1, 11, 2],
    ],
  },
  {
    cve: "CVE-2025-1097",
    fixed: [
      [1, 11, 5],
      [1, 12, 1],
    ],
  },
  {
    cve: "CVE-2025-1098",
    fixed: [
      [1, 11, 5],
      [1, 12, 1],
    ],
  },
  {
    cve: "CVE-2025-1974",
    fixed: [
      [1, 11, 5],
      [1, 12, 1],
    ],
  },
  {
    cve: "CVE-2025-24514",
    fixed: [
      [1, 11, 5],
      [1, 12, 1],
    ],
  },
  {
    cve: "CVE-2025-15566",
    fixed: [
      [1, 12, 5],
      [1, 13, 1],
    ],
  },
  {
    cve: "CVE-2026-1580",
    fixed: [
      [1, 13, 7],
      [1, 14, 3],
    ],
  },
  {
    cve: "CVE-2026-24512",
    fixed: [
      [1, 13, 7],
      [1, 14, 3],
    ],
  },
  {
    cve: "CVE-2026-24513",
    fixed: [
      [1, 13, 7],
      [1, 14, 3],
    ],
  },
  {
    cve: "CVE-2026-3288",
    fixed: [
      [1, 13, 8],
      [1, 14, 4],
      [1, 15, 0],
    ],
  },
  {
    cve: "CVE-2026-4342",
    fixed: [
      [1, 13, 9],
      [1, 14, 5],
      [1, 15, 1],
    ],
  },
];

// A fix counts within its own line of releases, the last one for every later line as well.
function isFixed(version: readonly number[], fix: readonly number[], all: readonly (readonly number[])[]): boolean {
  const sameLine = version[0] === fix[0] && version[1] === fix[1];
  return (sameLine || fix === all.at(-1)) && isAtLeast(version, fix);
}

function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  const index = version.findIndex((number, at) => number !== least[at]);
  return index < 0 || (version[index] ?? 0) > (least[index] ?? 0);
}
