import type { Person } from "../review/approval-facts.ts";

interface AccountData {
  readonly id?: number;
  readonly login?: string;
  readonly type?: string;
}

/** Null for a deleted account, and for the empty object that some answers have in its place. */
export function toPerson(account: AccountData | null | undefined): Person | null {
  if (!account?.id || !account.login) return null;
  return { id: account.id, login: account.login, type: accountType(account.type) };
}

/** An account of a type that GitHub invents later must not count as a person who approves. */
export function accountType(type: string | undefined): Person["type"] {
  return type === "User" || type === "Organization" || type === "Mannequin" ? type : "Bot";
}
