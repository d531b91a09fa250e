/**
 * Makes schema/report.schema.json and docs/reference/container.md from the types of the container, which are their
 * only source.
 *
 *   node scripts/run.mjs scripts/make-schema.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const SOURCE = 'src/plugin/container.ts';
/** Lists of calls are written as arrays. */
const AS_ARRAY: ReadonlyMap<string, string> = new Map([['CallList', 'Call']]);

export type Schema = { [name: string]: unknown };

/** Reads the container's types; paths are relative to the working folder, which must be the repository. */
export function readContainer(): { schema: Schema; reference: string } {
  const program = ts.createProgram([SOURCE], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(SOURCE);
  const symbol = file && checker.getSymbolAtLocation(file);
  const results = symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === 'Results');
  if (!results) throw new Error(`${SOURCE} exports no Results`);
  const writer = new SchemaWriter(checker);
  const root = writer.schemaOf(checker.getDeclaredTypeOfSymbol(results));
  const schema: Schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Ovoscope report',
    description: 'The global container as report.json holds it.',
    ...root,
    $defs: writer.definitions(),
  };
  return { schema, reference: referenceOf(writer) };
}

class SchemaWriter {
  readonly #checker: ts.TypeChecker;
  readonly #defs = new Map<string, Schema>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  definitions(): Schema {
    return Object.fromEntries([...this.#defs].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  schemaOf(type: ts.Type): Schema {
    const named = nameOf(type);
    if (named === undefined) return this.#plain(type);
    const element = AS_ARRAY.get(named);
    if (element !== undefined) {
      const call = type.getProperty('at')?.declarations?.[0];
      const signature = call && this.#checker.getTypeAtLocation(call).getCallSignatures()[0];
      const value = signature && this.#checker.getNonNullableType(signature.getReturnType());
      return { type: 'array', items: value ? this.schemaOf(value) : { $ref: `#/$defs/${element}` } };
    }
    if (!this.#defs.has(named)) {
      this.#defs.set(named, {});
      this.#defs.set(named, { ...described(type.aliasSymbol ?? type.symbol, this.#checker), ...this.#plain(type) });
    }
    return { $ref: `#/$defs/${named}` };
  }

  #plain(type: ts.Type): Schema {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.String) return { type: 'string' };
    // 64-bit integers are written as integers of any length.
    if (flags & ts.TypeFlags.BigInt) return { type: 'integer' };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (type.isUnion()) return this.#union(type);
    if (this.#checker.isTupleType(type)) {
      const items = this.#checker.getTypeArguments(type as ts.TypeReference).map((t) => this.schemaOf(t));
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (this.#checker.isArrayType(type)) {
      return { type: 'array', items: this.schemaOf(this.#checker.getTypeArguments(type as ts.TypeReference)[0]!) };
    }
    return this.#record(type);
  }

  #union(type: ts.UnionType): Schema {
    const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
    const literals = members.filter((member) => member.isStringLiteral() || member.isNumberLiteral());
    if (literals.length === members.length && literals.length > 1) {
      return { enum: literals.map((member) => (member as ts.LiteralType).value) };
    }
    const booleans = members.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral);
    const rest = booleans.length === 2 ? members.filter((member) => !booleans.includes(member)) : members;
    const schemas = rest.map((member) => this.schemaOf(member));
    if (booleans.length === 2) schemas.push({ type: 'boolean' });
    return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
  }

  #record(type: ts.Type): Schema {
    const properties: Schema = {};
    const required: string[] = [];
    for (const property of type.getProperties()) {
      const declaration = property.valueDeclaration ?? property.declarations?.[0];
      if (declaration === undefined || ts.isMethodSignature(declaration)) continue;
      const value = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(property));
      const whole = this.#checker.getTypeOfSymbol(property);
      const isNullable = whole.isUnion() && whole.types.some((t) => t.flags & ts.TypeFlags.Null);
      const schema = this.schemaOf(value);
      properties[property.name] = {
        ...described(property, this.#checker),
        ...(isNullable ? { anyOf: [schema, { type: 'null' }] } : schema),
      };
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const index = type.getStringIndexType();
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.schemaOf(index) }),
    };
  }
}

/** Interfaces and named types get a definition of their own. */
function nameOf(type: ts.Type): string | undefined {
  const alias = type.aliasSymbol?.name;
  if (alias !== undefined && alias !== 'Partial' && alias !== 'Record') return alias;
  const { symbol } = type;
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Interface && symbol.name !== 'Array'
    ? symbol.name
    : undefined;
}

function described(symbol: ts.Symbol, checker: ts.TypeChecker): Schema {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll('\n', ' ').trim();
  return text === '' ? {} : { description: text };
}

function referenceOf(writer: SchemaWriter): string {
  const defs = writer.definitions() as { [name: string]: Schema };
  const sections = ['Results', ...Object.keys(defs).filter((name) => name !== 'Results')].map((name) => {
    const { description, properties, required } = defs[name]! as {
      description?: string;
      properties?: { [name: string]: Schema };
      required?: string[];
    };
    if (properties === undefined) return '';
    const rows = Object.entries(properties).map(([field, schema]) => {
      const optional = required?.includes(field) ? '' : ' *(optional)*';
      return `| \`${field}\`${optional} | ${typeText(schema)} | ${String(schema['description'] ?? '').replaceAll('|', '\\|')} |`;
    });
    return [`## ${name}`, description ?? '', '| field | type | meaning |\n|---|---|---|', ...rows]
      .filter((part) => part !== '')
      .join('\n')
      .replace(/\n\| field/, '\n\n| field');
  });
  return [
    '# The container, field by field',
    '',
    'Made from the types in `src/plugin/container.ts` by `scripts/make-schema.ts`; do not edit. A JSON Schema of the same is in `schema/report.schema.json`.',
    '',
    sections.filter((section) => section !== '').join('\n\n'),
    '',
  ].join('\n');
}

function typeText(schema: Schema): string {
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].slice('#/$defs/'.length);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (Array.isArray(schema['anyOf'])) return (schema['anyOf'] as Schema[]).map(typeText).join(' or ');
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if ('const' in schema) return `\`${JSON.stringify(schema['const'])}\``;
  if (schema['type'] === 'array') {
    if (Array.isArray(schema['prefixItems']))
      return `[${(schema['prefixItems'] as Schema[]).map(typeText).join(', ')}]`;
    return `list of ${typeText((schema['items'] as Schema | undefined) ?? {})}`;
  }
  if (schema['type'] === 'object') return 'record';
  return typeof schema['type'] === 'string' ? schema['type'] : 'any';
}

if (process.argv[1]?.includes('make-schema')) {
  const { schema, reference } = readContainer();
  mkdirSync('schema', { recursive: true });
  mkdirSync('docs/reference', { recursive: true });
  writeFileSync('schema/report.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
  writeFileSync('docs/reference/container.md', reference);
}
