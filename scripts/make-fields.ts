/**
 * Makes docs/reference/fields.md: what a signature finds in the container, with values of the example analysis beside
 * each field. Types and meanings come from schema/report.schema.json, which is made of the container's types.
 *
 *   node scripts/build.mjs && node scripts/run.mjs scripts/make-fields.ts
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonName } from '../src/query/argument-names.ts';

interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  prefixItems?: Schema[];
  properties?: { [name: string]: Schema };
  additionalProperties?: Schema;
}

/** What is only there when signatures are done, or is different at each run. */
const NOT_SHOWN: ReadonlySet<string> = new Set([
  'signatures',
  'verdict',
  'rules',
  'problems',
  'statistics',
  'redaction',
]);
const LONGEST = 70;
/** Levels below what types say, where the value is a record of anything. */
const LOOSE_LEVELS = 3;

interface Row {
  path: string;
  type: string;
  example: string | undefined;
  about: string;
}

/** The page, made of the report of the example analysis. `root` is the repository. */
export function fieldsPage(root = '.'): string {
  const schema = JSON.parse(readFileSync(join(root, 'schema', 'report.schema.json'), 'utf8')) as Schema & {
    $defs: { [name: string]: Schema };
  };
  const results = exampleResults(root);
  const rows = new Walk(schema.$defs).rows(results);
  const sections = [...new Set(rows.map(sectionOf))];
  const lines = [
    '# Fields, with values',
    '',
    'What a signature finds in `results`, with the first value that the example analysis (`examples/analysis`) has for it.',
    '`[]` stands for each item of a list, `{}` for each value of a record. A field without a value is there in other',
    'analyses. Made by `scripts/make-fields.ts`; do not edit. Types by themselves are in [container.md](container.md).',
  ];
  for (const section of sections) {
    lines.push('', `## ${section}`, '', '| field | type | for example | meaning |', '|---|---|---|---|');
    for (const row of rows.filter((each) => sectionOf(each) === section)) lines.push(rowText(row));
  }
  lines.push(
    '',
    '## Arguments of calls',
    '',
    'By the names that `textArgument`, `numberArgument`, `calls` and `watch.arguments` know them by.',
    '',
  );
  lines.push('| argument | for example | in calls of |', '|---|---|---|', ...argumentRows(results));
  return `${lines.join('\n')}\n`;
}

type Data = { [name: string]: unknown };

const sectionOf = ({ path }: Row): string => /^\w+/.exec(path)![0];

function exampleResults(root: string): Data {
  const out = mkdtempSync(join(tmpdir(), 'ovoscope-fields-'));
  try {
    const command = [join(root, 'bin', 'ovoscope.js'), 'process', join(root, 'examples', 'analysis'), '--out', out];
    execFileSync(process.execPath, command, { stdio: 'pipe' });
    return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Data;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

class Walk {
  readonly #defs: { [name: string]: Schema };
  readonly #rows: Row[] = [];

  constructor(defs: { [name: string]: Schema }) {
    this.#defs = defs;
  }

  rows(results: Data): Row[] {
    const { properties = {} } = this.#defs['Results']!;
    for (const [name, schema] of Object.entries(properties)) {
      if (!NOT_SHOWN.has(name)) this.#field(name, schema, [results[name]], []);
    }
    return this.#rows;
  }

  /** `values` are those of all places that the path stands for. */
  #field(path: string, given: Schema, values: unknown[], above: readonly string[]): void {
    // Added when signatures are done.
    if (path === 'info.score' || path === 'info.ovoscope') return;
    const name = given.$ref?.slice('#/$defs/'.length);
    if (name !== undefined && above.includes(name)) return;
    const schema =
      name === undefined
        ? given
        : { ...this.#defs[name], ...(given.description && { description: given.description }) };
    const inside = name === undefined ? above : [...above, name];
    const there = values.filter((value) => value !== undefined && value !== null);
    const options = schema.anyOf?.filter(({ type }) => type !== 'null');
    if (options?.length === 1)
      this.#field(
        path,
        { ...options[0]!, ...(schema.description && { description: schema.description }) },
        values,
        inside,
      );
    else if (schema.type === 'array' && schema.items) this.#list(path, schema, there, inside);
    else if (schema.properties) this.#members(path, schema, there, inside);
    else if (schema.additionalProperties && Object.keys(schema.additionalProperties).length > 0) {
      this.#field(
        `${path}{}`,
        schema.additionalProperties,
        there.flatMap((value) => Object.values(value as object)),
        inside,
      );
    } else this.#loose(path, schema, there, 0);
  }

  #list(path: string, schema: Schema, lists: unknown[], above: readonly string[]): void {
    const items = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
    this.#field(
      `${path}[]`,
      { ...schema.items!, description: schema.items!.description ?? schema.description ?? '' },
      items,
      above,
    );
  }

  #members(path: string, { properties = {} }: Schema, records: unknown[], above: readonly string[]): void {
    for (const [name, schema] of Object.entries(properties)) {
      this.#field(
        `${path}.${name}`,
        schema,
        records.map((record) => (record as Data)[name]),
        above,
      );
    }
    const known = new Set(Object.keys(properties));
    for (const name of namesIn(records)) {
      if (!known.has(name))
        this.#loose(
          `${path}.${name}`,
          {},
          records.map((record) => (record as Data)[name]),
          1,
        );
    }
  }

  /** Where the types say nothing, what is there says it. */
  #loose(path: string, schema: Schema, values: unknown[], level: number): void {
    const there = values.filter((value) => value !== undefined && value !== null);
    const records = there.filter((value) => typeof value === 'object' && !Array.isArray(value));
    const lists = there.filter((value) => Array.isArray(value)) as unknown[][];
    if (level < LOOSE_LEVELS && records.length > 0) {
      for (const name of namesIn(records))
        this.#loose(
          `${path}.${name}`,
          {},
          records.map((record) => (record as Data)[name]),
          level + 1,
        );
    } else if (level < LOOSE_LEVELS && lists.some((list) => list.length > 0)) {
      this.#loose(`${path}[]`, schema, lists.flat(), level + 1);
    } else {
      const example = there.find(
        (value) => value !== '' && !(typeof value === 'object' && Object.keys(value as object).length === 0),
      );
      const type =
        typeText(schema) ??
        (example === undefined
          ? 'any'
          : Array.isArray(example)
            ? 'list'
            : typeof example === 'object'
              ? 'record'
              : typeof example);
      this.#rows.push({
        path,
        type,
        example: example === undefined ? undefined : JSON.stringify(example),
        about: schema.description ?? '',
      });
    }
  }
}

function namesIn(records: unknown[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record as object)))].filter((name) =>
    /^[\w-]+$/.test(name),
  );
}

function typeText({ type, enum: values, const: constant, prefixItems }: Schema): string | undefined {
  if (values) return values.map((value) => JSON.stringify(value)).join(', ');
  if (constant !== undefined) return JSON.stringify(constant);
  if (prefixItems) return 'list';
  return type === 'object' ? 'record' : type === 'array' ? 'list' : type;
}

function rowText({ path, type, example, about }: Row): string {
  return `| \`${path}\` | ${cell(type)} | ${example === undefined ? '' : code(example)} | ${cell(about)} |`;
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string) =>
  `\`${cell(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).replaceAll('`', "'")}\``;

interface Call {
  api: string;
  category: string;
  arguments: { name: string; value: unknown }[];
}

function argumentRows(results: Data): string[] {
  const found = new Map<string, { example: unknown; apis: Set<string> }>();
  const { processes = [] } = (results['behavior'] ?? {}) as { processes?: { calls: Call[] }[] };
  for (const { calls } of processes) {
    for (const { api, category, arguments: list } of calls) {
      for (const { name, value } of list) {
        const common = commonName(api, category, name);
        const entry = found.get(common) ?? { example: undefined, apis: new Set<string>() };
        if (value !== '' && value !== 0 && value !== null) entry.example ??= value;
        entry.apis.add(api);
        found.set(common, entry);
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { example, apis }]) =>
        `| \`${name}\` | ${example === undefined ? '' : code(JSON.stringify(example))} | ${[...apis].slice(0, 4).join(', ')} |`,
    );
}

if (process.argv[1]?.includes('make-fields')) writeFileSync('docs/reference/fields.md', fieldsPage());
