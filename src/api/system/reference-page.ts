import { errorRules } from '../../errors.ts';
import type { OpenApiDocument } from './openapi.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
type PathItem = NonNullable<OpenApiDocument['paths']>[string];
type Operation = NonNullable<PathItem[(typeof methods)[number]]>;
interface Listed {
  method: string;
  path: string;
  operation: Operation;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const json = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
const anchor = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

function operationsOf(document: OpenApiDocument): Listed[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
}

function parametersOf({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.flatMap((parameter) =>
    'name' in parameter
      ? [
          `<tr><td><code>${escape(parameter.name)}</code></td><td>${parameter.in}${parameter.required ? ', required' : ''}</td><td>${escape(parameter.description ?? '')}<code>${escape(JSON.stringify(parameter.schema ?? {}))}</code></td></tr>`,
        ]
      : [],
  );
  return `<h4>Parameters</h4><table>${rows.join('')}</table>`;
}

function contentOf(content: object | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, media]: [string, { schema?: unknown }]) => `<p class="type">${escape(type)}</p>${json(media.schema)}`)
    .join('');
}

function operationHtml({ method, path, operation }: Listed): string {
  const body =
    operation.requestBody && 'content' in operation.requestBody
      ? `<h4>Body</h4>${contentOf(operation.requestBody.content)}`
      : '';
  const answers = Object.entries(operation.responses ?? {}).flatMap(
    ([status, answer]: [string, { content?: object }]) =>
      status.startsWith('2')
        ? [`<h4>Answer ${status}</h4>${answer.content ? contentOf(answer.content) : '<p>No content.</p>'}`]
        : [],
  );
  return `<details id="${escape(operation.operationId ?? '')}"><summary><span class="method ${method}">${method.toUpperCase()}</span> <code>${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
    <p>${escape(operation.description ?? '')}</p>${parametersOf(operation)}${body}${answers.join('')}</details>`;
}

export function referencePage(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const tags = (document.tags ?? []).map(({ name }) => name);
  const sections = tags.map(
    (tag) =>
      `<section><h2 id="${anchor(tag)}">${escape(tag)}</h2>${operations
        .filter(({ operation }) => operation.tags?.includes(tag))
        .map(operationHtml)
        .join('')}</section>`,
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary>${json(schema)}</details>`,
  );
  const errors = Object.entries(errorRules).map(
    ([code, rule]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${rule.httpStatus}</td><td>${rule.kind}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(document.info.title)}</title>
<link rel="stylesheet" href="/api/docs/style.css"></head><body><main><h1>${escape(document.info.title)} <small>${escape(document.info.version)}</small></h1><p>${escape(document.info.description ?? '')}</p>
<p>Base address <code>${escape(document.servers?.[0]?.url ?? '')}</code> · <a href="/api/v1/openapi.json">openapi.json</a></p>
<nav>${tags.map((tag) => `<a href="#${anchor(tag)}">${escape(tag)}</a>`).join(' ')} <a href="#errors">Errors</a> <a href="#schemas">Schemas</a></nav>
${sections.join('')}<section><h2 id="errors">Errors</h2><table>${errors.join('')}</table></section><section><h2 id="schemas">Schemas</h2>${schemas.join('')}</section></main></body></html>`;
}

export const referenceStyle = `:root{color-scheme:light dark;--line:#d8dde3;--soft:#f5f7f9;--accent:#1f5fbf}
@media (prefers-color-scheme:dark){:root{--line:#333b44;--soft:#1b2127;--accent:#7fb0ff}}
body{margin:0;font:14px/1.5 system-ui,sans-serif}main{max-width:960px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:24px}h1 small{font-size:14px;font-weight:400}h2{font-size:20px;margin-top:32px}h4{margin:12px 0 4px}a{color:var(--accent)}
nav a{display:inline-block;margin:0 12px 4px 0}details{border:1px solid var(--line);border-radius:6px;margin:8px 0;padding:8px 12px}summary{cursor:pointer}
code,pre{font:12px/1.5 ui-monospace,monospace}pre{overflow:auto;max-height:480px;padding:12px;border-radius:6px;background:var(--soft)}
table{border-collapse:collapse;width:100%}td{border-top:1px solid var(--line);padding:4px 8px 4px 0;vertical-align:top}td code{overflow-wrap:anywhere}
.method{display:inline-block;min-width:56px;font-weight:600}.type{margin:0;opacity:.75}
`;
