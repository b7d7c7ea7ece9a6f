/** A YAML file read with its positions, so that a problem can be shown where it was written. */
import { type Document, LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import { z } from 'zod';
import { type PlaybookFile, playbookFile } from './file-schema.ts';
import { describeIssue } from './words.ts';

export interface PlaybookIssue {
  file: string;
  /** 1-based; null where nothing in the file corresponds */
  line: number | null;
  /** e.g. `phases.build.tasks.connect-erp.after` */
  path: string;
  message: string;
}
export type IssuePath = readonly (string | number)[];

export interface Source<T = PlaybookFile> {
  file: string;
  document: Document.Parsed;
  lines: LineCounter;
  content: T;
}
type YamlRead<T> = { ok: true; source: Source<T> } | { ok: false; issues: PlaybookIssue[] };
export type SourceRead = YamlRead<PlaybookFile>;

const longestText = 1_000_000;

/** Where the deepest part of the path that the file contains stands: the line, and how many steps were found. */
const place = (
  document: Document.Parsed,
  lines: LineCounter,
  path: IssuePath,
): { line: number | null; depth: number } => {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (isPair(pair) && isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      next = pair?.value;
      if (!pair) return { line: lines.linePos(offset).line, depth };
    } else if (isSeq(node) && typeof step === 'number') {
      next = node.items[step];
      if (isNode(next) && next.range) offset = next.range[0];
      if (next === undefined) return { line: lines.linePos(offset).line, depth };
    } else return { line: lines.linePos(offset).line, depth };
    node = next;
  }
  return { line: lines.linePos(offset).line, depth: path.length };
};

const pathText = (path: IssuePath): string => path.map(String).join('.');

/** The issue in the file that holds most of its path; the last one where several do. */
export const issueAt = (sources: readonly Source[], path: IssuePath, message: string): PlaybookIssue => {
  let best = { file: sources.at(-1)?.file ?? '', line: null as number | null, depth: -1 };
  for (const { file, document, lines } of sources) {
    const found = place(document, lines, path);
    if (found.depth >= best.depth) best = { file, ...found };
  }
  return { file: best.file, line: best.line, path: pathText(path), message };
};

/** The keys an object at this path of the schema may have. */
const knownKeys = (schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return knownKeys(schema.def.innerType, path);
  if (schema instanceof z.ZodPipe) return knownKeys(schema.def.out, path);
  const [step, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.core.$ZodType> = schema.def.shape;
    if (step === undefined) return Object.keys(shape);
    const inner = shape[String(step)];
    return inner ? knownKeys(inner, rest) : [];
  }
  if (step !== undefined && schema instanceof z.ZodRecord) return knownKeys(schema.def.valueType, rest);
  if (step !== undefined && schema instanceof z.ZodArray) return knownKeys(schema.def.element, rest);
  return [];
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );

const issuesOf = (
  error: z.ZodError,
  schema: z.ZodType,
  content: unknown,
  bare: Omit<Source, 'content'>,
): PlaybookIssue[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const descriptions = describeIssue(
      issue,
      valueAt(content, path),
      issue.code === 'unrecognized_keys' ? knownKeys(schema, path) : [],
    );
    return descriptions.map((message, index) => {
      const inside = issue.code === 'unrecognized_keys' ? [...path, issue.keys[index] ?? ''] : path;
      return { file: bare.file, line: place(bare.document, bare.lines, inside).line, path: pathText(inside), message };
    });
  });

const plainYamlMessage = (message: string): string =>
  message.startsWith('Map keys must be unique')
    ? 'the same key is written twice here'
    : (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');

const toPlain = (document: Document.Parsed): { content: unknown } | { wrong: string } => {
  try {
    return { content: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    // the only thing it refuses: aliases that unfold without end
    return { wrong: error instanceof Error ? error.message : 'cannot be unfolded' };
  }
};

/** Reads and types one file. */
export const readYaml = <T>(text: string, file: string, schema: z.ZodType<T>): YamlRead<T> => {
  if (text.length > longestText)
    return { ok: false, issues: [{ file, line: null, path: '', message: `is longer than ${longestText} characters` }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: true });
  if (document.errors.length > 0) {
    const issues = document.errors.map((error) => ({
      file,
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: plainYamlMessage(error.message),
    }));
    return { ok: false, issues };
  }
  const plain = toPlain(document);
  if ('wrong' in plain) return { ok: false, issues: [{ file, line: null, path: '', message: plain.wrong }] };
  const { content } = plain;
  const result = schema.safeParse(content);
  const bare = { file, document, lines };
  return result.success
    ? { ok: true, source: { ...bare, content: result.data } }
    : { ok: false, issues: issuesOf(result.error, schema, content, bare) };
};

export const readSource = (text: string, file: string): SourceRead => readYaml(text, file, playbookFile);
