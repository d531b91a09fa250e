import type { Place, Problem } from './problem.ts';

/** Problems of rule files, of what they are applied to, and of their cases. The place is added by who finds them. */
const problem = (code: string, message: string, hint?: string, where: Place = {}): Problem =>
  hint === undefined ? { code, message, where } : { code, message, hint, where };

const times = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const didYouMean = (near: string | undefined, otherwise: string) =>
  near === undefined ? otherwise : `Did you mean "${near}"?`;

/** How a rule file is written. */
export const ruleSyntaxProblems = {
  byteOrderMark: () =>
    problem('RULES_BYTE_ORDER_MARK', 'a byte order mark before the text', 'Save the file as UTF-8 without one.'),
  utf16: (order: string) => problem('RULES_UTF16', `the file is UTF-16 (${order} endian)`, 'Save the file as UTF-8.'),
  notUtf8: (offset: number) =>
    problem('RULES_NOT_UTF8', `byte ${offset} is no part of UTF-8 text`, 'Save the file as UTF-8.', { offset }),
  comment: () =>
    problem('RULES_COMMENT', 'a comment, which JSON does not have', 'A rule object may have a "comment" instead.'),
  trailingComma: () => problem('RULES_TRAILING_COMMA', 'a comma with nothing after it', 'Remove it.'),
  extraComma: () => problem('RULES_EXTRA_COMMA', 'a comma with nothing before it', 'Remove it.'),
  missingComma: () => problem('RULES_MISSING_COMMA', 'no comma between two values', 'Put one here.'),
  unquotedText: (text: string) => problem('RULES_UNQUOTED_TEXT', `${text} without quotes`, `Write "${text}".`),
  unquotedKey: (key: string) => problem('RULES_UNQUOTED_KEY', `the key ${key} without quotes`, `Write "${key}".`),
  oddQuotes: (quote: string) => problem('RULES_ODD_QUOTES', `text in ${quote} quotes`, 'JSON knows only ".'),
  spaceInKey: (key: string) => problem('RULES_SPACE_IN_KEY', `the key "${key}" has space around it`, `Write "${key}".`),
  oddSpace: (code: string) =>
    problem('RULES_ODD_SPACE', `a space that JSON does not know (U+${code})`, 'Write an ordinary space.'),
  oddNumber: (text: string, mended: string) =>
    problem('RULES_ODD_NUMBER', `${text} is not how JSON writes a number`, `Write ${mended}.`),
  oddLiteral: (text: string, mended: string) =>
    problem('RULES_ODD_LITERAL', `${text} is Python, not JSON`, `Write ${mended}.`),
  loneBackslash: (count: number) =>
    problem(
      'RULES_LONE_BACKSLASH',
      count === 1 ? 'a single backslash in a text' : `${count} single backslashes in a text`,
      'JSON wants every backslash doubled: "C:\\\\Windows".',
    ),
  escapedEnd: (count: number) =>
    problem(
      'RULES_LONE_BACKSLASH',
      count === 1
        ? 'a single backslash before the closing quote'
        : `${count} single backslashes in a text, one before the closing quote`,
      'JSON wants every backslash doubled: "C:\\\\Windows\\\\".',
    ),
  controlCharacter: (hex: string, count: number) =>
    problem(
      'RULES_CONTROL_CHARACTER',
      `${times(count, 'control character')} in a text, the first U+00${hex}`,
      `Write \\u00${hex}.`,
    ),
  unclosedAtEnd: (closers: string) =>
    problem(
      'RULES_UNCLOSED_AT_END',
      `the file ends before ${times(closers.length, 'bracket')} closed`,
      `Add ${closers} if this is all of it.`,
    ),
  cutOff: () =>
    problem(
      'RULES_CUT_OFF',
      'the file ends inside a rule object',
      'What is missing could change its score; restore the end of the file.',
    ),
  unclosedString: () => problem('RULES_UNCLOSED_TEXT', 'a text that its line does not close', 'Add the missing quote.'),
  unclosedComment: () =>
    problem('RULES_UNCLOSED_COMMENT', 'a comment that is never closed', 'Close it with */ or remove it.'),
  unclosedList: () =>
    problem('RULES_UNCLOSED_LIST', 'a list that is not closed before the next key', 'Add the missing ].'),
  expectedColon: (key: string) =>
    problem('RULES_EXPECTED_COLON', `no colon after the key "${key}"`, `Write "${key}": and its value.`),
  expectedKey: (found: string) =>
    problem('RULES_EXPECTED_KEY', `a key was expected here, not ${found}`, 'Keys stand in quotes: "score": 1.0.'),
  expectedValue: (key: string | undefined) =>
    problem('RULES_EXPECTED_VALUE', key === undefined ? 'a value was expected here' : `the key "${key}" has no value`),
  mismatchedBracket: (expected: string, found: string) =>
    problem(
      'RULES_MISMATCHED_BRACKET',
      `${found} where ${expected} was expected`,
      'Check that every bracket is closed by its own kind.',
    ),
  afterEnd: () =>
    problem(
      'RULES_AFTER_END',
      'something follows the end of the rules',
      'A rule file holds one object; remove what follows it.',
    ),
  tooDeep: (depth: string) =>
    problem('RULES_TOO_DEEP', `more than ${depth} lists or objects inside each other`, 'A rule file needs five.'),
  empty: () =>
    problem('RULES_EMPTY', 'the file has no rules in it', 'Start from { "info": { "type": "hash" }, "rules": {} }.'),
};

/** What a rule file consists of. */
export const ruleStructureProblems = {
  wrongKind: (what: string, expected: string, found: string) =>
    problem('RULES_WRONG_KIND', `${what} must be ${expected}, not ${found}`),
  missingField: (owner: string, field: string, hint: string) =>
    problem('RULES_MISSING_FIELD', `${owner} has no "${field}"`, hint),
  unknownField: (owner: string, field: string, near: string | undefined, known: readonly string[]) =>
    problem('RULES_UNKNOWN_FIELD', `${owner} knows no "${field}"`, didYouMean(near, `It has: ${known.join(', ')}.`)),
  duplicateField: (owner: string, field: string) =>
    problem(
      'RULES_DUPLICATE_FIELD',
      `${owner} has "${field}" twice`,
      'Keep one; which of them holds would be a guess.',
    ),
  unknownType: (type: string, near: string | undefined, known: readonly string[]) =>
    problem('RULES_UNKNOWN_TYPE', `there is no type "${type}"`, didYouMean(near, `Types are: ${known.join(', ')}.`)),
  unknownKey: (key: string, near: string | undefined, known: readonly string[]) =>
    problem(
      'RULES_UNKNOWN_KEY',
      `there is no rule key "${key}"`,
      didYouMean(near, `Rule keys are: ${known.join(', ')}.`),
    ),
  misplacedKey: (key: string) =>
    problem('RULES_MISPLACED_KEY', `the rule key "${key}" stands beside "rules"`, 'Move it into "rules".'),
  noRulesObject: () =>
    problem(
      'RULES_MISSING_FIELD',
      'the file has rule keys but no "rules" around them',
      'Put them into "rules": { … }.',
    ),
  duplicateKey: (key: string, line: number) =>
    problem(
      'RULES_DUPLICATE_KEY',
      `the rule key "${key}" was there before, on line ${line}`,
      'Put all its rule objects into one list.',
    ),
  notInList: (what: string) =>
    problem('RULES_NOT_IN_LIST', `${what} stands without a list around it`, 'Write it in [ ].'),
  noValues: (key: string) =>
    problem(
      'RULES_NO_VALUES',
      `a rule object of "${key}" without values can never match`,
      'Name at least one value, or remove it.',
    ),
  scoreInText: () => problem('RULES_NUMBER_IN_TEXT', 'a score in quotes', 'Write the number without them.'),
  groupInText: () => problem('RULES_NUMBER_IN_TEXT', 'a group_id in quotes', 'Write the number without them.'),
  scoreRange: (score: string, limit: number, places: number) =>
    problem(
      'RULES_SCORE_RANGE',
      `a score of ${score}`,
      `Scores lie between -${limit} and ${limit} and have at most ${places} decimal places.`,
    ),
  groupRange: (text: string) =>
    problem(
      'RULES_GROUP_RANGE',
      `${text} as group_id`,
      'Groups are numbered 1, 2, 3 …; leave it out for a rule object of its own.',
    ),
  meaninglessCase: (key: string) =>
    problem('RULES_CASE_MEANINGLESS', `"case_sensitive" means nothing for "${key}"`, 'Remove it.'),
  tooLarge: (bytes: number, limit: number) =>
    problem(
      'RULES_FILE_TOO_LARGE',
      `the file has ${bytes} bytes, more than ${limit}`,
      'Split it; all files of a folder are applied together.',
    ),
  tooManyValues: (limit: number) =>
    problem(
      'RULES_TOO_MANY_VALUES',
      `more than ${limit} rule values in one file`,
      'Split it; all files of a folder are applied together.',
    ),
  more: (count: number) =>
    problem('RULES_MORE', `${count} further ${count === 1 ? 'finding' : 'findings'} not listed`, 'Mend these first.'),
};

/** Values of rule objects. */
export const ruleValueProblems = {
  kind: (key: string, expected: string, found: string) =>
    problem('RULES_VALUE_KIND', `"${key}" wants ${expected}, not ${found}`),
  form: (key: string, text: string, expected: string, hint: string) =>
    problem('RULES_VALUE_FORM', `"${text}" is not ${expected}, which "${key}" wants`, hint),
  backwards: (text: string, swapped: string) =>
    problem('RULES_RANGE_BACKWARDS', `the range ${text} goes down`, `Ranges go from low to high: "${swapped}".`),
  families: (text: string) => problem('RULES_RANGE_FAMILIES', `the range ${text} mixes IPv4 and IPv6`),
  outside: (key: string, text: string, low: number, high: number) =>
    problem('RULES_VALUE_RANGE', `${text} for "${key}"`, `It lies between ${low} and ${high}.`),
  space: (text: string) => problem('RULES_SPACE_IN_VALUE', 'space around a value', `Write "${text}".`),
  hostBits: (text: string, network: string) =>
    problem('RULES_HOST_BITS', `${text} is an address inside a subnet`, `The subnet is ${network}.`),
  noPrefix: (text: string, network: string) =>
    problem('RULES_NO_PREFIX', `${text} has no prefix length`, `For this one address, write ${network}.`),
  netmask: (text: string, network: string) => problem('RULES_NETMASK', `${text} has a netmask`, `Write ${network}.`),
  numberInText: (text: string) =>
    problem('RULES_NUMBER_IN_TEXT', `the number ${text} in quotes`, 'Write it without them.'),
  textWithoutQuotes: (text: string) =>
    problem('RULES_TEXT_AS_NUMBER', `the text ${text} without quotes`, `Write "${text}".`),
  emptyText: (key: string) =>
    problem('RULES_EMPTY_TEXT', `an empty text for "${key}"`, 'Remove it; * stands for anything.'),
  tooLong: (length: number, limit: number) =>
    problem('RULES_TEXT_TOO_LONG', `a value of ${length} characters, more than ${limit}`),
  doubtfulEscape: (written: string, count: number) =>
    problem(
      'RULES_DOUBTFUL_ESCAPE',
      count === 1
        ? `${written} was read as a backslash and a letter`
        : `${count} escapes such as ${written} were read as a backslash and a letter`,
      `Write \\${written} for the backslash; a control character can be written \\u0009.`,
    ),
  regexUnsupported: (what: string) =>
    problem(
      'RULES_REGEX_UNSUPPORTED',
      `${what} cannot be searched for in linear time`,
      'Say it without, or with several values; a rule object matches if any of them does.',
    ),
  regexSyntax: (what: string) =>
    problem(
      'RULES_REGEX_SYNTAX',
      `the regular expression has ${what}`,
      'Its syntax is that of Python 2.7; a text to be found as it stands needs no !REGEX!.',
    ),
  regexTooLarge: (what: string) =>
    problem('RULES_REGEX_TOO_LARGE', `the regular expression is too large: ${what}`, 'Split it into several values.'),
  regexLetter: (written: string) =>
    problem(
      'RULES_REGEX_LETTER',
      `${written} means nothing to Python and stands for the letter`,
      `Write ${written.slice(1)} alone.`,
    ),
};

/** Files and folders of rules, and what happens when they are applied. */
export const ruleProblems = {
  unreadable: (file: string, why: string) =>
    problem('RULES_UNREADABLE', `${file} cannot be read: ${why}`, 'Check the path.', { file }),
  unwritable: (file: string, why: string) =>
    problem('RULES_UNWRITABLE', `${file} cannot be written: ${why}`, 'The file is as it was.', { file }),
  noCases: (folder: string) =>
    problem('RULES_NO_CASES', `${folder} has no cases`, 'Cases stand beside rule files and end in .cases.json.', {
      file: folder,
    }),
  noFiles: (folder: string) =>
    problem('RULES_NO_FILES', `${folder} has no rule files`, 'Rule files end in .json.', { file: folder }),
  refused: (file: string, errors: number) =>
    problem('RULES_REFUSED', `${file} was not applied: ${times(errors, 'error')}`, 'Run: ovoscope rules check', {
      file,
    }),
  longText: (key: string, count: number, limit: number) =>
    problem(
      'RULES_LONG_TEXT',
      `${times(count, 'text')} for "${key}" longer than ${limit} characters; regular expressions looked at the beginning only`,
      undefined,
      { rule: key },
    ),
  outOfTime: (key: string, limitMs: number) =>
    problem(
      'RULES_OUT_OF_TIME',
      `matching stopped after ${limitMs} ms; rule objects of "${key}" and what followed were not evaluated`,
      'Simplify its patterns, or allow more time.',
      { rule: key },
    ),
  tooManyCandidates: (type: string, count: number, limit: number) =>
    problem(
      'RULES_TOO_MANY_CANDIDATES',
      `${count} values of type ${type}; the first ${limit} were scored`,
      'Allow more candidates if the analysis is worth it.',
    ),
  oddData: (path: string, count: number) =>
    problem(
      'RULES_ODD_DATA',
      `${times(count, 'entry').replace('entrys', 'entries')} of ${path} could not be used`,
      'The report holds another kind of value there.',
    ),
  noResults: (path: string, why: string) =>
    problem('RULES_NO_RESULTS', `${path} gives no container: ${why}`, 'Name an analysis folder or a report.json.', {
      file: path,
    }),
  caseForm: (file: string, what: string) =>
    problem(
      'RULES_CASE_FORM',
      `${file}: ${what}`,
      'A cases file is { "rules": [FILE…], "cases": [{ "name", "report", "total", "matched" }] }.',
      { file },
    ),
};
