import { ATTACK_RELEASE, behaviour, currentTechnique, technique, techniqueName } from '../../attack/attack.ts';
import type { Signature, Watch } from '../../plugin/signature.ts';
import { isGlob, matchesGlob } from '../../util/glob.ts';
import { editDistance, nearest } from '../../util/nearest.ts';
import { alternatives } from '../explain/expression-parts.ts';
import { KNOWN_APIS, reportedAs } from './known-apis.ts';
import {
  type Expression,
  expressionsOf,
  type Place,
  placeAt,
  placeOfClass,
  placeOfField,
  placeOfText,
} from './source-text.ts';

/** What there is to say about one signature. */
export interface Subject {
  name: string;
  /** File name without its ending. */
  stem: string;
  /** Whether it is the only one of its file. */
  isAlone: boolean;
  isYaml: boolean;
  specimen: Signature;
  text: string;
  /** Undefined where there is no test file; for YAML its own cases. */
  cases: { detects: number; ignores: number } | undefined;
  /** Fields that changed with the texts of a sample, when it ran over its first case. */
  tainted: readonly string[];
}

export interface Found {
  place: Place;
  message: string;
  mend: string;
}

export interface Rule {
  name: string;
  /** `error`: it does not work as it is meant to, or misleads; `advice`: it could be better. */
  level: 'error' | 'advice';
  /** For the list of rules. */
  about: string;
  check: (subject: Subject) => Found[];
}

const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const LONGEST_DESCRIPTION = 120;
const VAGUE =
  /\b(?:suspicious|malicious|evil|bad|possible|potential(?:ly)?|detect(?:s|ed)?|anomal(?:y|ous)|unknown|indicat(?:es|or))\b/i;

const one = (place: Place, message: string, mend: string): Found[] => [{ place, message, mend }];

export const RULES: readonly Rule[] = [
  {
    name: 'name-style',
    level: 'error',
    about: 'Names are small letters, digits and "_".',
    check: ({ name, text }) => {
      if (NAME.test(name)) return [];
      return one(
        placeOfField(text, 'name'),
        `the name "${name}" is not of small letters, digits and "_"`,
        'Write it as words joined by "_": disables_defender.',
      );
    },
  },
  {
    name: 'name-differs',
    level: 'error',
    about: 'A signature is called as its file.',
    check: ({ name, stem, isAlone, text }) => {
      if (!isAlone || name === stem) return [];
      return one(
        placeOfField(text, 'name'),
        `the name is "${name}" and the file is "${stem}"`,
        'Rename one of them; reports name the signature, and people look for the file.',
      );
    },
  },
  {
    name: 'description',
    level: 'error',
    about: 'The description is one line that says what the sample did.',
    check: ({ specimen: { description }, text }) => {
      const place = placeOfField(text, 'description');
      if (description.trim() === '')
        return one(
          place,
          'there is no description',
          'Say in one line what the sample did: "Switches off Microsoft Defender".',
        );
      if (/[\p{Cc}\p{Cf}]/u.test(description))
        return one(
          place,
          'the description holds characters that cannot be seen',
          'Leave out line ends, tabs and marks of direction.',
        );
      return [];
    },
  },
  {
    name: 'description-style',
    level: 'advice',
    about: 'Descriptions say what was done, begin with a capital letter and have no final period.',
    check: ({ specimen: { description }, text }) => {
      const place = placeOfField(text, 'description');
      const vague = VAGUE.exec(description)?.[0];
      const found: Found[] = [];
      if (vague !== undefined)
        found.push({
          place,
          message: `"${vague}" in the description judges instead of telling`,
          mend: 'Say what the sample did; how bad that is stands in severity and confidence.',
        });
      if (/^[a-z]/.test(description))
        found.push({
          place,
          message: 'the description begins with a small letter',
          mend: 'Begin it with a capital letter.',
        });
      if (/[^.]\.$/.test(description))
        found.push({
          place,
          message: 'the description ends with a period',
          mend: 'Leave it out: reports put descriptions into lists.',
        });
      if (description.length > LONGEST_DESCRIPTION)
        found.push({
          place,
          message: `the description has ${description.length} characters`,
          mend: `Keep it below ${LONGEST_DESCRIPTION}, so that it fits a line of a report.`,
        });
      return found;
    },
  },
  {
    name: 'description-canary',
    level: 'error',
    about: "No text of a sample gets into what reports take for the author's words.",
    check: ({ tainted, text }) =>
      tainted.flatMap((field) =>
        one(
          placeOfField(text, field),
          `text of the sample gets into ${field} while it runs`,
          "Keep it in this.data: evidence is escaped and defanged as a sample's text, this is not.",
        ),
      ),
  },
  {
    name: 'confidence',
    level: 'advice',
    about: 'Confidence is said, not left at certain.',
    check: ({ specimen: { confidence, severity }, text }) => {
      if (severity < 2 || hasField(text, 'confidence')) return [];
      return one(
        placeOfField(text, 'severity'),
        `it says no confidence, which counts as ${confidence}`,
        'Say how sure a match is, from 0 to 100; 100 is for what cannot be anything else.',
      );
    },
  },
  {
    name: 'categories',
    level: 'advice',
    about: 'There is a category.',
    check: ({ specimen: { categories }, text }) =>
      categories.length > 0
        ? []
        : one(placeOfClass(text), 'it belongs to no category', "Add one, such as categories = ['persistence']."),
  },
  {
    name: 'attack',
    level: 'error',
    about: `ATT&CK and MBC ids are in force (ATT&CK ${ATTACK_RELEASE}).`,
    check: ({ specimen: { ttps, mbcs, platforms, categories }, text }) => [
      ...(isMobile([...platforms, ...categories]) ? [] : ttps.flatMap((id) => checkTechnique(id, text))),
      ...mbcs.flatMap((id) =>
        behaviour(id.replace(/\.[A-Zm]?\d+$/, ''))
          ? []
          : one(placeOfText(text, id), `MBC has no "${id}"`, 'Look it up in the Malware Behavior Catalog.'),
      ),
    ],
  },
  {
    name: 'attack-missing',
    level: 'advice',
    about: 'There is a technique of ATT&CK or a behaviour of MBC.',
    check: ({ specimen: { ttps, mbcs }, text }) =>
      ttps.length + mbcs.length > 0
        ? []
        : one(
            placeOfClass(text),
            'it names no technique of ATT&CK and no behaviour of MBC',
            "Add one, such as ttps = ['T1547.001']; reports group by them.",
          ),
  },
  {
    name: 'false-positives',
    level: 'advice',
    about: 'There is a note on what fires it without harm.',
    check: ({ text, isYaml }) => {
      const noted = isYaml
        ? /^#\s*\S/m.test(text)
        : /\*\/\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\b/.test(text) ||
          /\bfalse.positives?\b/i.test(text);
      return noted
        ? []
        : one(
            placeOfClass(text),
            'it says nowhere when it is wrong',
            'Say above the class what does the same without harm, such as installers or updates of Windows.',
          );
    },
  },
  {
    name: 'cases-missing',
    level: 'error',
    about: 'There are tests, with cases that fire and cases that stay silent.',
    check: ({ cases, text, name, isYaml }) => {
      if (cases === undefined) {
        return one(
          placeOfClass(text),
          'it has no tests',
          isYaml
            ? 'Add cases: with fires and silent.'
            : `Write ${name}.test.ts beside it; "ovoscope signatures new" shows how.`,
        );
      }
      if (cases.detects > 0 && cases.ignores > 0) return [];
      return one(
        placeOfClass(text),
        cases.detects === 0 ? 'no case fires' : 'no case stays silent',
        'Pair what fires with the nearest thing that must not.',
      );
    },
  },
  {
    name: 'cases-few',
    level: 'advice',
    about: 'At least two cases fire and two stay silent.',
    check: ({ cases, text }) => {
      if (cases === undefined || cases.detects === 0 || cases.ignores === 0 || (cases.detects > 1 && cases.ignores > 1))
        return [];
      const few = cases.detects < 2 ? 'only one case fires' : 'only one case stays silent';
      return one(placeOfClass(text), few, 'Two of each show what varies and what does not.');
    },
  },
  {
    name: 'catch-all',
    level: 'error',
    about: 'A signature that looks at calls says which.',
    check: ({ specimen, text }) => {
      if (specimen.onCall === undefined || !watchesOf(specimen).some(isEmpty)) return [];
      return one(
        placeOfField(text, 'onCall'),
        'it is shown every call of every process',
        'Name what it needs: watch = { apis: [...] }, or categories. Parts of the log with nothing wanted are then not even read.',
      );
    },
  },
  {
    name: 'unknown-api',
    level: 'error',
    about: 'APIs are called as monitors call them.',
    check: ({ specimen, text }) =>
      [...new Set(watchesOf(specimen).flatMap(({ apis }) => apis ?? []))].flatMap((api) => checkApi(api, text)),
  },
  {
    name: 'slow-expression',
    level: 'error',
    about: 'Regular expressions have no repetition inside a repetition.',
    check: ({ text, isYaml }) =>
      (isYaml ? [] : expressionsOf(text))
        .filter(({ source }) => hasNestedRepeat(source))
        .flatMap((expression) =>
          one(
            placeOfExpression(text, expression),
            'a repetition inside a repetition can take time without end',
            'Take one of them away, or bound both: (?:a{1,20}b){1,5}.',
          ),
        ),
  },
  {
    name: 'unbounded-expression',
    level: 'advice',
    about: 'What may stand between two parts of a regular expression has a bound.',
    check: ({ text, isYaml }) =>
      (isYaml ? [] : expressionsOf(text))
        .filter(({ source }) => hasUnboundedGap(source))
        .flatMap((expression) =>
          one(
            placeOfExpression(text, expression),
            '".*" between two parts may go over a megabyte, once for each beginning',
            'Bound it, as in .{0,200}.',
          ),
        ),
  },
  {
    name: 'global-expression',
    level: 'error',
    about: 'Regular expressions that outlive a call have no flag g or y.',
    check: ({ text, isYaml }) =>
      (isYaml ? [] : expressionsOf(text))
        .filter((expression) => /[gy]/.test(expression.flags) && isAskedTwice(text, expression))
        .flatMap((expression) =>
          one(
            placeOfExpression(text, expression),
            `with the flag ${/[gy]/.exec(expression.flags)![0]} it remembers where it stopped, and test() gives two answers for one text`,
            'Leave the flag away, or use matchAll on a copy.',
          ),
        ),
  },
];

const hasField = (text: string, field: string) =>
  new RegExp(`^[ \\t]*(?:override[ \\t]+)?${field}\\s*[=:]`, 'm').test(text);

const watchesOf = ({ watch, watches }: Signature): readonly Watch[] => watches ?? [watch];
const isEmpty = ({ apis, categories, processes, arguments: args }: Watch) =>
  apis === undefined &&
  categories === undefined &&
  processes === undefined &&
  (args === undefined || Object.keys(args).length === 0);

/** Of platforms or categories. Mobile systems have a matrix of their own, which is not at hand. */
const isMobile = (names: readonly string[]) => names.some((name) => /^(?:android|ios)$/i.test(name));

function checkTechnique(id: string, text: string): Found[] {
  const place = placeOfText(text, id);
  if (/^TA\d{4}$/.test(id) || technique(id) !== undefined) return [];
  const current = currentTechnique(id);
  if (current !== id)
    return one(place, `${id} was revoked`, `Write ${current} (${techniqueName(current) ?? 'its successor'}).`);
  return one(
    place,
    `ATT&CK ${ATTACK_RELEASE} has no ${id}`,
    "Look it up at https://attack.mitre.org/techniques/enterprise/; where it is of the Mobile matrix, say platforms or categories = ['android'].",
  );
}

function checkApi(api: string, text: string): Found[] {
  const place = placeOfText(text, api);
  if (isGlob(api)) {
    if ([...KNOWN_APIS].some((known) => matchesGlob(api, known))) return [];
    return one(
      place,
      `no API that is known matches "${api}"`,
      'Upper and lower case are different; "ovoscope calls ANALYSIS" shows the names.',
    );
  }
  if (KNOWN_APIS.has(api)) return [];
  const reported = reportedAs(api);
  if (reported !== undefined)
    return one(place, `monitors do not report ${api}`, `They report what it comes down to: ${reported}.`);
  const meant = nearest(api, KNOWN_APIS);
  if (meant === undefined || Math.abs(meant.length - api.length) > 2 || !isClose(api, meant)) return [];
  return one(place, `no API that is known is called ${api}`, `Did you mean ${meant}?`);
}

/** A slip of the pen or another spelling of the case; A, W and Ex make other functions. */
function isClose(api: string, known: string): boolean {
  if (api.toLowerCase() === known.toLowerCase()) return true;
  const bare = (name: string) => name.replace(/(?:Ex)?[AW]?$/, '');
  return bare(api) !== bare(known) && bare(api).length > 6 && editDistance(bare(api), bare(known)) <= 2;
}

const placeOfExpression = (text: string, { at, length }: Expression) => placeAt(text, at, length);

const REPEATED = /(?:[*+]|\{\d+,\})\??$/;

/** `(a+)+`, `(?:x*y?)*`: a group that repeats without bound, and holds a part that does. */
export function hasNestedRepeat(source: string): boolean {
  return alternatives(source)
    .flat()
    .some((part) => {
      if (!part.startsWith('(')) return false;
      const inner = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?([\s\S]*)\)([*+?]\??|\{\d+(?:,\d*)?\}\??)?$/.exec(part);
      if (inner === null) return false;
      const [, body = '', repeat = ''] = inner;
      const isRepeated = REPEATED.test(repeat);
      // A part that must come first and can't be what is repeated keeps the rounds apart: (?:\\[^\\]+)*
      return (
        hasNestedRepeat(body) ||
        (isRepeated &&
          alternatives(body).some((parts) => parts.some((each) => REPEATED.test(each)) && !isFenced(parts)))
      );
    });
}

/** Whether each round begins or ends with a character that the repeated parts cannot be. */
function isFenced(parts: readonly string[]): boolean {
  const fences = [parts[0]!, parts.at(-1)!].filter((part) => /^(?:[^\\[(.*+?{]|\\[^a-zA-Z0-9])$/.test(part));
  const repeated = parts.filter((part) => REPEATED.test(part)).map((part) => part.replace(REPEATED, ''));
  return fences.some((fence) => repeated.every((atom) => !canBe(atom, fence.slice(-1))));
}

function canBe(atom: string, character: string): boolean {
  try {
    return new RegExp(`^(?:${atom})$`, 'i').test(character);
  } catch {
    // Part of something that only means anything with the rest, so nothing can be said.
    return true;
  }
}

/** `.*`, `[\s\S]+` and such with something on both sides. */
export function hasUnboundedGap(source: string): boolean {
  return alternatives(source).some((parts) =>
    parts.some(
      (part, place) =>
        place > 0 &&
        place < parts.length - 1 &&
        /^(?:\.|\[\\s\\S\]|\[\\S\\s\]|\[\^\])(?:[*+]|\{\d+,\})\??$/.test(part) &&
        parts.slice(0, place).some((before) => !/^[\^]/.test(before)),
    ),
  );
}

/** Whether it is kept in a constant, where its position outlives a call, and asked with `test` or `exec`. */
function isAskedTwice(text: string, { at }: Expression): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  const name = /^(?:export )?(?:const|let|var) (\w+)(?:: RegExp)? = $/.exec(line)?.[1];
  return name !== undefined && new RegExp(`\\b${name}\\.(?:test|exec)\\(`).test(text);
}
