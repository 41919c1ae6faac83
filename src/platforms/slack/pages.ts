import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Locale, say, type TextKey, type TextParams } from '../../texts.ts';

const STYLE =
  ':root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1.25rem}a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:.5rem;background:#4a154b;color:#fff;text-decoration:none}';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** For every page of an installation: their addresses carry codes, which are nobody else's business. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

export interface Page {
  readonly title: TextKey;
  readonly lines: readonly { readonly key: TextKey; readonly params?: TextParams }[];
  readonly button?: { readonly label: TextKey; readonly url: string };
}

/** A page in plain words; whatever fills a sentence is shown as it is. */
export function renderPage({ title, lines, button }: Page, locale: Locale): string {
  const heading = escapeHtml(say(title, {}, locale));
  const paragraphs = lines.map(({ key, params }) => `<p>${escapeHtml(say(key, params, locale))}</p>`).join('\n');
  const link =
    button &&
    `<p><a class="button" href="${escapeHtml(button.url)}">${escapeHtml(say(button.label, {}, locale))}</a></p>\n`;
  return `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
<h1>${heading}</h1>
${paragraphs}
${link ?? ''}</html>
`;
}

export function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

export function showPage(response: ServerResponse, status: number, page: Page, locale: Locale): void {
  setHeaders(response);
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(renderPage(page, locale));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
