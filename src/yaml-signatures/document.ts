import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseAllDocuments } from 'yaml';
import { yamlSignatureProblems } from '../errors/yaml-signatures.ts';
import type { Report } from '../rules/diagnostic.ts';
import type { Source, Span } from '../rules/text/source.ts';

/** A value of a YAML text and where it stands. */
export type Node =
  | (Span & { kind: 'text'; value: string; isQuoted: boolean })
  | (Span & { kind: 'number'; value: number; source: string })
  | (Span & { kind: 'flag'; value: boolean })
  | (Span & { kind: 'null' })
  | (Span & { kind: 'list'; items: Node[] })
  | MapNode;

export interface MapNode extends Span {
  kind: 'map';
  entries: Entry[];
}

export interface Entry {
  key: string;
  keySpan: Span;
  value: Node;
}

const MAX_BYTES = 4 << 20;
/** Levels inside each other, counted generously: reading is recursive. */
const MAX_DEPTH = 64;
const MAX_INDENT = 256;

/**
 * The documents of a YAML text. Anchors, aliases, tags and merge keys are mistakes, so that a text means no more than
 * what stands in it. Documents with such mistakes, or mistakes of syntax, are left out.
 */
export function readDocuments(source: Source, report: Report): Node[] {
  const { text } = source;
  if (text.length > MAX_BYTES) {
    report(yamlSignatureProblems.tooLarge(text.length, MAX_BYTES), { start: 0, end: 0 });
    return [];
  }
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    report(yamlSignatureProblems.tooDeep(MAX_DEPTH), { start: deep, end: deep + 1 });
    return [];
  }
  const nodes: Node[] = [];
  const lineCounter = new LineCounter();
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', strict: true, lineCounter } as const;
  for (const document of parseAllDocuments(text, options)) {
    for (const { message, pos } of document.errors) {
      report(yamlSignatureProblems.syntax(oneLine(message)), { start: pos[0], end: pos[1] }, undefined, true);
    }
    if (document.errors.length > 0 || document.contents === null) continue;
    const converter = new Converter(report);
    const node = converter.node(document.contents, 0);
    if (converter.isWhole && node.kind !== 'null') nodes.push(node);
  }
  return nodes;
}

/** The parser's messages may end with the text they are about. */
const oneLine = (message: string): string => message.split('\n')[0]!.replace(/:$/, '');

/** Where a text goes deeper than its reader may; the library's parser is recursive, its lexer is not. */
function tooDeepAt(text: string): number | undefined {
  let offset = 0;
  let flow = 0;
  let inLine = 0;
  for (const token of new Lexer().lex(text)) {
    // Marks of the lexer that do not stand in the text.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') continue;
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    else if (token === '-' || token === '?' || token === ':') inLine += 1;
    else if (token === '\n' || token === '\r\n') inLine = 0;
    const isIndent = token.length > MAX_INDENT && /^ +$/.test(token);
    if (flow > MAX_DEPTH || (flow === 0 && inLine > MAX_DEPTH) || isIndent) return offset;
    offset += token.length;
  }
  return undefined;
}

class Converter {
  /** Whether no mistake was met. */
  isWhole = true;
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = (problem, span) => {
      this.isWhole = false;
      report(problem, span);
    };
  }

  node(node: unknown, depth: number): Node {
    const span = spanOf(node);
    const odd = node as { anchor?: string; tag?: string } | null;
    if (isAlias(node)) return this.#odd('an alias', span);
    if (odd?.anchor !== undefined) return this.#odd('an anchor', span);
    if (odd?.tag !== undefined) return this.#odd('a tag', span);
    if (depth > MAX_DEPTH) {
      this.#report(yamlSignatureProblems.tooDeep(MAX_DEPTH), span);
      return { kind: 'null', ...span };
    }
    if (isMap(node)) return this.#map(node.items, span, depth);
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.node(item, depth + 1)), ...span };
    if (!isScalar(node)) return { kind: 'null', ...span };
    const { value, source = '', type } = node;
    if (typeof value === 'string') return { kind: 'text', value, isQuoted: type !== 'PLAIN', ...span };
    if (typeof value === 'number') return { kind: 'number', value, source, ...span };
    return typeof value === 'boolean' ? { kind: 'flag', value, ...span } : { kind: 'null', ...span };
  }

  #map(items: readonly { key: unknown; value: unknown }[], span: Span, depth: number): MapNode {
    const entries: Entry[] = [];
    const known = new Set<string>();
    for (const { key, value } of items) {
      const keySpan = spanOf(key);
      const name = isScalar(key) ? (typeof key.value === 'string' ? key.value : (key.source ?? '')) : undefined;
      if (name === undefined) {
        this.#odd('a key that is no text', keySpan);
        continue;
      }
      if (name === '<<') {
        this.#odd('a merge key', keySpan);
        continue;
      }
      if (known.has(name)) this.#report(yamlSignatureProblems.duplicateKey(name), keySpan);
      else
        entries.push({
          key: name,
          keySpan,
          value: value === null ? { kind: 'null', ...keySpan } : this.node(value, depth + 1),
        });
      known.add(name);
    }
    return { kind: 'map', entries, ...span };
  }

  #odd(what: string, span: Span): Node {
    this.#report(yamlSignatureProblems.unsupported(what), span);
    return { kind: 'null', ...span };
  }
}

function spanOf(node: unknown): Span {
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
