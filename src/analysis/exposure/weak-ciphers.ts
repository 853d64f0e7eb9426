/**
 * The suites of a list that offer no forward secrecy, no authenticated encryption or no strength (routing.md §5.3): NULL, anonymous,
 * export, RC4, DES, 3DES, MD5, CBC with SHA-1, RSA key exchange. Names are OpenSSL's or IANA's, separated by `:`, `,` or blanks.
 */
export function weakCiphersOf(list: string | readonly string[]): string[] {
  const names = typeof list === "string" ? list.split(/[:,\s]+/) : list;
  return [...new Set(names.filter((name) => name !== "" && !/^[!-]/.test(name)).filter(isWeak))].sort();
}

function isWeak(suite: string): boolean {
  const name = suite.replace(/^\+/, "").toUpperCase().replace(/^TLS_/, "").replaceAll("_", "-");
  if (/^(AES-?\d+-(GCM|CCM)|CHACHA20)/.test(name) && !name.includes("RSA"))
    return name.startsWith("AES") && isTls12Rsa(name);
  if (/NULL|ANON|ADH|AECDH|EXP|RC4|DES|MD5|SEED|IDEA|\bLOW\b|\bMEDIUM\b|\bALL\b|COMPLEMENTOFDEFAULT/.test(name))
    return true;
  if (/^@?(HIGH|DEFAULT|SECLEVEL)/.test(name)) return false;
  const forward = /ECDHE|DHE|EDH/.test(name);
  const authenticated = /GCM|CCM|CHACHA20|POLY1305/.test(name);
  return !forward || !authenticated;
}

// OpenSSL's names without a key exchange mean RSA (`AES128-GCM-SHA256`); TLS 1.3 suites are written `TLS_AES_128_GCM_SHA256`.
function isTls12Rsa(name: string): boolean {
  return /^AES\d/.test(name);
}
