import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { Config } from '../config.ts';
import type { AppEnv } from './deps.ts';
import { openApi } from './openapi.ts';
import { type Described, type Fields, type Operation, operationsOf } from './openapi-read.ts';

const CSS = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 3rem; }
h3 { margin-top: 2.5rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
summary { cursor: pointer; padding: 0.3rem 0; }
th, td { border-bottom: 1px solid GrayText; padding: 0.3rem 0.6rem 0.3rem 0; text-align: start; vertical-align: top; }
th, td, code { overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; }
`;

/** No scripts, nothing from elsewhere, and no styles but the page's own. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(CSS).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Html = ReturnType<typeof html>;

/**
 * What describes the API: to programs, and to people. It wants the API token as all that design.md does not name as open to strangers; a
 * browser cannot send that, so the page is whole by itself: fetched with the token and saved, it can be opened as a file.
 */
export function docsRoutes({ publicUrl }: Pick<Config, 'publicUrl'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  let made: ReturnType<typeof openApi> | undefined;
  const document = () => {
    made ??= openApi(publicUrl ?? '/');
    return made;
  };

  app.get('/openapi.json', (c) => c.json(document()));
  app.get('/docs', (c) =>
    c.html(page(JSON.parse(JSON.stringify(document()))), 200, { 'Content-Security-Policy': POLICY }),
  );
  return app;
}

function page(described: Described): Html {
  const operations = operationsOf(described);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const { title, description } = described.info;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: the API</title>
<meta name="color-scheme" content="light dark">
<style>${raw(CSS)}</style>
</head>
<body>
<header>
<h1>${title}: the API</h1>
<p>${description}</p>
<p>Where the server has an API token, requests carry it in the header <code>Authorization: Bearer …</code>.
What cannot be done is answered as <code>application/problem+json</code> (RFC 9457); its <code>detail</code> is a sentence for people.
Programs read <code>/api/openapi.json</code>.</p>
<nav aria-label="Sections"><ul>${tags.map((tag) => html`<li><a href="#${tag}">${tag}</a></li>`)}</ul></nav>
</header>
<main>
${tags.map((tag) => section(tag, operations))}
</main>
</body>
</html>`;
}

function section(tag: string, operations: readonly Operation[]): Html {
  const own = operations.filter((one) => one.tag === tag);
  return html`<section aria-labelledby="${tag}"><h2 id="${tag}">${tag}</h2>${own.map(article)}</section>`;
}

function article({ title, summary, description, tables, answers }: Operation): Html {
  return html`<article>
<h3><code>${title}</code></h3>
<p>${summary}.${description === undefined ? '' : ` ${description}`}</p>
<ul>${answers.map(({ status, text }) => html`<li><code>${status}</code> ${text}</li>`)}</ul>
${tables.map(table)}
</article>`;
}

function table({ caption, rows }: Fields): Html {
  return html`<details><summary>${caption}</summary>
<table>
<thead><tr><th scope="col">Field</th><th scope="col">Holds</th><th scope="col">About it</th></tr></thead>
<tbody>${rows.map(
    ({ name, isRequired, type, about }) => html`<tr>
<th scope="row"><code>${name}</code>${isRequired ? '' : ' (optional)'}</th><td>${type}</td><td>${about}</td></tr>`,
  )}</tbody>
</table></details>`;
}
