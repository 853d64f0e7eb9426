import { isSecurityHeader } from "../security-headers.ts";

/** A directive of nginx, or the head of a block. */
export interface Directive {
  /** Its name and arguments, without quotes. */
  readonly words: readonly string[];
  /** How many blocks it stands in. */
  readonly depth: number;
}

/** The directives of an nginx configuration in their order, those inside of blocks as well; comments are left out. In linear time. */
export function nginxDirectives(text: string): readonly Directive[] {
  const directives: Directive[] = [];
  let words: string[] = [];
  let depth = 0;
  const end = () => {
    if (words.length > 0) directives.push({ words, depth });
    words = [];
  };
  let index = 0;
  while (index < text.length) {
    const letter = text[index] as string;
    if (/\s/.test(letter)) index += 1;
    else if (letter === "#") index = endOfLine(text, index);
    else if (letter === ";" || letter === "}") {
      end();
      if (letter === "}") depth = Math.max(0, depth - 1);
      index += 1;
    } else if (letter === "{") {
      const isCode = words[0]?.endsWith("_by_lua_block") === true;
      end();
      if (!isCode) depth += 1;
      index = isCode ? endOfCode(text, index) : index + 1;
    } else {
      const stop = letter === '"' || letter === "'" ? endOfQuote(text, index) : endOfWord(text, index);
      words.push(letter === '"' || letter === "'" ? text.slice(index + 1, stop - 1) : text.slice(index, stop));
      index = stop;
    }
  }
  end();
  return directives;
}

/** Whether a directive switches off another protection, answers requests past it, or runs code that may do so. */
export function disablesControl({ words }: Directive): boolean {
  const [name = "", ...args] = words;
  const first = args[0]?.toLowerCase() ?? "";
  if (Object.hasOwn(disablingValues, name) && disablingValues[name]?.test(first)) return true;
  if (disablingNames.test(name) || words.some((word) => secrets.test(word) || rulesOff.test(word))) return true;
  if (name === "error_page")
    return args.some((arg) => /^40[13]$/.test(arg)) && args.some((arg) => arg.startsWith("=2"));
  if (name === "more_set_headers") return args.some((arg) => /^\s*[\w-]+\s*:?\s*$/.test(arg) && isHardening(arg));
  return headerRemovers.has(name) && args.some(isHardening);
}

/** A directive as a reader sees it, in at most 80 letters. */
export function showDirective({ words }: Directive): string {
  const text = words.join(" ").replaceAll(/\s+/g, " ").replaceAll("`", "'");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const disablingValues: Readonly<Record<string, RegExp>> = {
  auth_request: /^off$/,
  auth_basic: /^off$/,
  auth_digest: /^off$/,
  auth_jwt: /^off$/,
  auth_pam: /^off$/,
  satisfy: /^any$/,
  allow: /^(all|0\.0\.0\.0\/0|::\/0)$/,
  set_real_ip_from: /^(0\.0\.0\.0\/0|::\/0)$/,
  return: /^2\d\d$/,
  modsecurity: /^off$/,
  app_protect_enable: /^off$/,
  access_log: /^(off|\/dev\/null)$/,
  limit_req_dry_run: /^on$/,
  limit_conn_dry_run: /^on$/,
  proxy_ssl_verify: /^off$/,
  grpc_ssl_verify: /^off$/,
  ssl_verify_client: /^(off|optional|optional_no_ca)$/,
};

const disablingNames =
  /^((proxy|grpc|fastcgi|uwsgi|scgi|memcached)_pass|alias|root|load_module|lua_package_c?path|\w+_by_lua(_block|_file)?|js_content|js_access|perl|perl_set)$/;

// The service account of the controller may read every Secret of the cluster (CVE-2021-25742).
const secrets = /\/run\/secrets|serviceaccount|\/etc\/(passwd|shadow|group|nginx|ingress-controller)\b/i;
const rulesOff = /\bSecRuleEngine\s+"?(Off|DetectionOnly)|ctl:ruleEngine=(Off|DetectionOnly)|\bSecRuleRemoveBy/i;

const headerRemovers = new Set(["more_clear_headers", "proxy_hide_header", "grpc_hide_header", "fastcgi_hide_header"]);

function isHardening(header: string): boolean {
  const name = header.replace(/:.*$/, "").trim().toLowerCase();
  return isSecurityHeader(name) || name === "strict-transport-security" || name === "*" || name === "x-*";
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}

function endOfQuote(text: string, from: number): number {
  const quote = text[from];
  let index = from + 1;
  while (index < text.length && text[index] !== quote) index += text[index] === "\\" ? 2 : 1;
  return Math.min(index + 1, text.length + 1);
}

// `${name}` belongs to a word, any other brace ends it.
function endOfWord(text: string, from: number): number {
  let index = from;
  while (index < text.length) {
    const letter = text[index] as string;
    if (/[\s;}]/.test(letter)) break;
    if (letter === "{") {
      if (text[index - 1] !== "$") break;
      const close = text.slice(index, index + 200).indexOf("}");
      index += close < 0 ? 1 : close + 1;
    } else index += letter === "\\" ? 2 : 1;
  }
  return Math.max(Math.min(index, text.length), from + 1);
}

function endOfCode(text: string, from: number): number {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "{") depth += 1;
    else if (text[index] === "}" && --depth === 0) return index + 1;
  }
  return text.length;
}
