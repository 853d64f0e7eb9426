import { describe, expect, test } from "@jest/globals";
import {
  disablesControl,
  nginxDirectives,
  showDirective,
} from "../../../../src/analysis/exposure/ingress-nginx/snippet-directives.ts";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

test("words, quotes, comments, blocks and code", () => {
  const text = `
    # auth_request off;
    add_header X-A "a; # b \\"c\\"" always;
    location ~ ^/a\\{2\\}$ { set $x "\${y}z"; return 404; }
    access_by_lua_block { if x then y = "{}" end }
    proxy_set_header X \${host}#1;
    gzip on`;
  expect(nginxDirectives(text).map(({ words, depth }) => [depth, ...words])).toEqual([
    [0, "add_header", "X-A", 'a; # b \\"c\\"', "always"],
    [0, "location", "~", "^/a\\{2\\}$"],
    [1, "set", "$x", "${y}z"],
    [1, "return", "404"],
    [0, "access_by_lua_block"],
    [0, "proxy_set_header", "X", "${host}#1"],
    [0, "gzip", "on"],
  ]);
  expect(nginxDirectives("a b").map(({ words }) => words)).toEqual([["a", "b"]]);
});

const disables = (text: string) => nginxDirectives(text).some(disablesControl);

test.each([
  "auth_request off;",
  "auth_basic 'off';",
  "satisfy any;",
  "allow all;",
  "location /x { proxy_pass http://a; }",
  "return 200 ok;",
  "modsecurity off;",
  "modsecurity_rules 'SecRuleEngine DetectionOnly';",
  "access_log off;",
  "proxy_ssl_verify off;",
  "more_clear_headers X-Frame-Options;",
  'more_set_headers "Content-Security-Policy:";',
  "proxy_hide_header Strict-Transport-Security;",
  "alias /etc/nginx/;",
  "root /;",
  "content_by_lua_block { ngx.say(1) }",
  "access_by_lua_file /tmp/x.lua;",
  "include /var/run/secrets/kubernetes.io/serviceaccount/token;",
  "error_page 401 =200 /welcome;",
  "set_real_ip_from 0.0.0.0/0;",
  "auth_request\n# comment\noff;",
])("%s switches something off", (text) => expect(disables(text)).toBe(true));

test.each([
  "# auth_request off;",
  "auth_request /check;",
  "deny all;",
  "allow 10.0.0.0/8;",
  "return 404;",
  "return 301 https://a.io;",
  "more_clear_headers Server;",
  'more_set_headers "X-Frame-Options: DENY";',
  "proxy_set_header X-Note 'auth_request off;';",
  "error_page 401 = @login;",
  "rewrite ^/a$ /b;",
  "proxy_pass_header Server;",
])("%s does not", (text) => expect(disables(text)).toBe(false));

test("is cut for readers", () => {
  expect(nginxDirectives(`return 200 ${"x".repeat(200)};`).map((one) => showDirective(one).length)).toEqual([80]);
});

describe("changes", () => {
  const between = (before: string, after: string) =>
    outline(
      changesBetween(
        [ingress({ annotations: { "configuration-snippet": before } })],
        [ingress({ annotations: { "configuration-snippet": after } })],
      ),
    );

  test("a directive that switches off another control is a loss, and taking it away again a gain", () => {
    expect(between("set $a b;", "set $a b;\nauth_request off;")).toEqual(["snippet widened"]);
    expect(between("set $a b;\nauth_request off;", "set $a b;")).toEqual(["snippet narrowed"]);
    expect(between("deny all;", "set $a b;")).toEqual(["snippet unknown"]);
    expect(between("auth_request off;\ndeny all;", "set $a b;")).toEqual(["snippet unknown"]);
  });
});

test("hostile text takes linear time", () => {
  const started = performance.now();
  for (const text of ["{", "a{", "${", '"', "\\", "#\n", "a;", "x_by_lua_block{", "'\\"])
    nginxDirectives(text.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(5000);
});
