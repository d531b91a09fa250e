import { RE2JS } from 're2js';
import { errorText } from '../errors/problem.ts';
import { yamlSignatureProblems } from '../errors/yaml-signatures.ts';
import type { Pattern, Search } from '../plugin/pattern.ts';
import { Searches } from '../rules/match/searches.ts';
import { translateRegex } from '../rules/regex/to-re2.ts';
import type { Node } from './document.ts';
import { either, flag, integer, object, type Schema, type Shape, some, type Tell, text } from './shape.ts';

/** Instructions of the largest automaton, as in rule files. */
const PROGRAM_LIMIT = 5_000;
const LONGEST = 4_096;
/** Shared by all signatures, since each kept expression holds a cache. */
const searches = new Searches();

const plain: Shape<Pattern> = {
  ...text('text'),
  expected: 'a text',
  schema: {
    type: ['string', 'number'],
    description: 'Compared whole and without case; * stands for any run of characters, ? for one.',
  },
  accepts: ({ kind }) => kind === 'text' || kind === 'number',
  read: (node) => (node.kind === 'number' ? numberText(node.source, node.value) : (node as { value: string }).value),
};

/** `64` and `0x40` are both recorded as a number, which patterns see in decimal. */
const numberText = (source: string, value: number): string => (Number.isSafeInteger(value) ? String(value) : source);

const isShort = (value: string): boolean => value !== '' && value.length <= LONGEST;
const words = text(`text of 1 to ${LONGEST} characters`, isShort, { minLength: 1, maxLength: LONGEST });

const REGEX_FIELDS = {
  regex: { shape: words, about: 'Searched for, without case.', isRequired: true },
  case_sensitive: { shape: flag, about: 'Whether upper and lower case are different.' },
};
const CONTAINS_FIELDS = {
  contains: { shape: words, about: 'Stands somewhere in the text, without case.', isRequired: true },
};
const WHOLE = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const NUMBER_FIELDS = {
  at_least: { shape: WHOLE, about: 'The smallest number.' },
  at_most: { shape: WHOLE, about: 'The largest number.' },
  bits: { shape: integer(1, 0xffff_ffff), about: 'All of these bits are set.' },
};

const has = (node: Node, ...keys: string[]): boolean =>
  node.kind === 'map' && node.entries.some(({ key }) => keys.includes(key));

const regex: Shape<Pattern> = {
  ...shapeOf(REGEX_FIELDS, 'a regular expression'),
  accepts: (node) => has(node, 'regex'),
  read(node, tell) {
    const given = object(REGEX_FIELDS, 'a regular expression').read(node, tell);
    if (given?.regex === undefined) return undefined;
    const place = (node as { entries: { key: string; value: Node }[] }).entries.find(({ key }) => key === 'regex')!;
    return searchOf(given.regex, given.case_sensitive ?? false, place.value, tell);
  },
};

const contains: Shape<Pattern> = {
  ...shapeOf(CONTAINS_FIELDS, 'a part of a text'),
  accepts: (node) => has(node, 'contains'),
  read(node, tell) {
    const part = object(CONTAINS_FIELDS, 'a part of a text').read(node, tell)?.contains?.toLowerCase();
    if (part === undefined) return undefined;
    return { test: (value) => value.toLowerCase().includes(part), literals: [[part]] };
  },
};

const numbers: Shape<Pattern> = {
  ...shapeOf(NUMBER_FIELDS, 'bounds of a number'),
  accepts: (node) => has(node, ...Object.keys(NUMBER_FIELDS)),
  read(node, tell) {
    const given = object(NUMBER_FIELDS, 'bounds of a number').read(node, tell);
    if (given === undefined) return undefined;
    const { at_least = -Infinity, at_most = Infinity, bits = 0 } = given;
    const holds = (value: number) => value >= at_least && value <= at_most && hasBits(value, bits);
    return { test: (value) => /^-?(?:\d{1,20}|0x[0-9a-f]{1,16})$/i.test(value) && holds(Number(value)), literals: [] };
  },
};

/** Bit operators see 32 bits only. */
const hasBits = (value: number, bits: number): boolean =>
  bits === 0 || (Number.isSafeInteger(value) && (BigInt(value) & BigInt(bits)) === BigInt(bits));

function shapeOf(fields: Parameters<typeof object>[0], expected: string) {
  return { expected, schema: object(fields, expected).schema };
}

/** A text, or a mapping that says how to look for one. */
export const onePattern: Shape<Pattern> = {
  ...either(plain, regex, contains, numbers),
  expected: 'a text, or one of "regex", "contains", "at_least", "at_most", "bits"',
  read(node, tell) {
    const shape = [plain, regex, contains, numbers].find((each) => each.accepts(node));
    // An unknown key is told with the nearest that there is.
    return (shape ?? (node.kind === 'map' ? object(ALL_FIELDS, 'a pattern') : plainOnly)).read(node, tell) as Pattern;
  },
};

const ALL_FIELDS = {
  contains: { ...CONTAINS_FIELDS.contains, isRequired: false },
  ...NUMBER_FIELDS,
  regex: { ...REGEX_FIELDS.regex, isRequired: false },
  case_sensitive: REGEX_FIELDS.case_sensitive,
};
const plainOnly = text('a text, or one of "regex", "contains", "at_least", "at_most", "bits"', () => false);

/** The schema stands in one place; `patternsSchema` is what is there. */
export const patterns: Shape<Pattern[]> = { ...some(onePattern), schema: { $ref: '#/$defs/patterns' } };

export const patternsSchema: Schema = some(onePattern).schema;

function searchOf(source: string, isCaseSensitive: boolean, node: Node, tell: Tell): Search | undefined {
  const translated = translateRegex(source, !isCaseSensitive);
  if ('kind' in translated) {
    tell(yamlSignatureProblems.regex(translated.what), node);
    return undefined;
  }
  const { re2, required } = translated;
  try {
    const size = RE2JS.compile(re2).programSize();
    if (size > PROGRAM_LIMIT) throw new Error(`it takes ${size} steps, more than ${PROGRAM_LIMIT}`);
  } catch (error) {
    tell(yamlSignatureProblems.regex(errorText(error)), node);
    return undefined;
  }
  return { test: (value) => searches.test(re2, value), literals: required.flatMap(loweredSet) };
}

/** Where case does not count, `s` also stands for U+017F, which stays what it is in lower case: such letters are left out. */
function loweredSet(literals: readonly string[]): string[][] {
  const parts = literals.map((literal) => longest(literal.toLowerCase().split('s')));
  return parts.includes('') ? [] : [parts];
}

const longest = (parts: readonly string[]): string => parts.reduce((a, b) => (b.length > a.length ? b : a), '');
