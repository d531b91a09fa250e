import { errorText, type Problem } from './problem.ts';

const times = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const didYouMean = (near: string | undefined, otherwise: string) =>
  near === undefined ? otherwise : `Did you mean "${near}"?`;

/** How a rule file is written. Here and below, the place is added by who finds it. */
export const ruleSyntaxProblems = {
  byteOrderMark: (): Problem => ({
    code: 'RULES_BYTE_ORDER_MARK',
    message: 'a byte order mark before the text',
    hint: 'Save the file as UTF-8 without one.',
    where: {},
  }),
  utf16: (order: string): Problem => ({
    code: 'RULES_UTF16',
    message: `the file is UTF-16 (${order} endian)`,
    hint: 'Save the file as UTF-8.',
    where: {},
  }),
  notUtf8: (offset: number): Problem => ({
    code: 'RULES_NOT_UTF8',
    message: `byte ${offset} is no part of UTF-8 text`,
    hint: 'Save the file as UTF-8.',
    where: { offset },
  }),
  comment: (): Problem => ({
    code: 'RULES_COMMENT',
    message: 'a comment, which JSON does not have',
    hint: 'A rule object may have a "comment" instead.',
    where: {},
  }),
  trailingComma: (): Problem => ({
    code: 'RULES_TRAILING_COMMA',
    message: 'a comma with nothing after it',
    hint: 'Remove it.',
    where: {},
  }),
  extraComma: (): Problem => ({
    code: 'RULES_EXTRA_COMMA',
    message: 'a comma with nothing before it',
    hint: 'Remove it.',
    where: {},
  }),
  missingComma: (): Problem => ({
    code: 'RULES_MISSING_COMMA',
    message: 'no comma between two values',
    hint: 'Put one here.',
    where: {},
  }),
  unquotedText: (text: string): Problem => ({
    code: 'RULES_UNQUOTED_TEXT',
    message: `${text} without quotes`,
    hint: `Write "${text}".`,
    where: {},
  }),
  unquotedKey: (key: string): Problem => ({
    code: 'RULES_UNQUOTED_KEY',
    message: `the key ${key} without quotes`,
    hint: `Write "${key}".`,
    where: {},
  }),
  oddQuotes: (quote: string): Problem => ({
    code: 'RULES_ODD_QUOTES',
    message: `text in ${quote} quotes`,
    hint: 'JSON knows only ".',
    where: {},
  }),
  spaceInKey: (key: string): Problem => ({
    code: 'RULES_SPACE_IN_KEY',
    message: `the key "${key}" has space around it`,
    hint: `Write "${key}".`,
    where: {},
  }),
  oddSpace: (code: string): Problem => ({
    code: 'RULES_ODD_SPACE',
    message: `a space that JSON does not know (U+${code})`,
    hint: 'Write an ordinary space.',
    where: {},
  }),
  oddNumber: (text: string, mended: string): Problem => ({
    code: 'RULES_ODD_NUMBER',
    message: `${text} is not how JSON writes a number`,
    hint: `Write ${mended}.`,
    where: {},
  }),
  oddLiteral: (text: string, mended: string): Problem => ({
    code: 'RULES_ODD_LITERAL',
    message: `${text} is Python, not JSON`,
    hint: `Write ${mended}.`,
    where: {},
  }),
  loneBackslash: (count: number): Problem => ({
    code: 'RULES_LONE_BACKSLASH',
    message: count === 1 ? 'a single backslash in a text' : `${count} single backslashes in a text`,
    hint: 'JSON wants every backslash doubled: "C:\\\\Windows".',
    where: {},
  }),
  escapedEnd: (count: number): Problem => ({
    code: 'RULES_LONE_BACKSLASH',
    message:
      count === 1
        ? 'a single backslash before the closing quote'
        : `${count} single backslashes in a text, one before the closing quote`,
    hint: 'JSON wants every backslash doubled: "C:\\\\Windows\\\\".',
    where: {},
  }),
  controlCharacter: (hex: string, count: number): Problem => ({
    code: 'RULES_CONTROL_CHARACTER',
    message: `${times(count, 'control character')} in a text, the first U+00${hex}`,
    hint: `Write \\u00${hex}.`,
    where: {},
  }),
  unclosedAtEnd: (closers: string): Problem => ({
    code: 'RULES_UNCLOSED_AT_END',
    message: `the file ends before ${times(closers.length, 'bracket')} closed`,
    hint: `Add ${closers} if this is all of it.`,
    where: {},
  }),
  cutOff: (): Problem => ({
    code: 'RULES_CUT_OFF',
    message: 'the file ends inside a rule object',
    hint: 'What is missing could change its score; restore the end of the file.',
    where: {},
  }),
  unclosedString: (): Problem => ({
    code: 'RULES_UNCLOSED_TEXT',
    message: 'a text that its line does not close',
    hint: 'Add the missing quote.',
    where: {},
  }),
  unclosedComment: (): Problem => ({
    code: 'RULES_UNCLOSED_COMMENT',
    message: 'a comment that is never closed',
    hint: 'Close it with */ or remove it.',
    where: {},
  }),
  unclosedList: (): Problem => ({
    code: 'RULES_UNCLOSED_LIST',
    message: 'a list that is not closed before the next key',
    hint: 'Add the missing ].',
    where: {},
  }),
  expectedColon: (key: string): Problem => ({
    code: 'RULES_EXPECTED_COLON',
    message: `no colon after the key "${key}"`,
    hint: `Write "${key}": and its value.`,
    where: {},
  }),
  expectedKey: (found: string): Problem => ({
    code: 'RULES_EXPECTED_KEY',
    message: `a key was expected here, not ${found}`,
    hint: 'Keys stand in quotes: "score": 1.0.',
    where: {},
  }),
  expectedValue: (key: string | undefined): Problem => ({
    code: 'RULES_EXPECTED_VALUE',
    message: key === undefined ? 'a value was expected here' : `the key "${key}" has no value`,
    where: {},
  }),
  mismatchedBracket: (expected: string, found: string): Problem => ({
    code: 'RULES_MISMATCHED_BRACKET',
    message: `${found} where ${expected} was expected`,
    hint: 'Check that every bracket is closed by its own kind.',
    where: {},
  }),
  afterEnd: (): Problem => ({
    code: 'RULES_AFTER_END',
    message: 'something follows the end of the rules',
    hint: 'A rule file holds one object; remove what follows it.',
    where: {},
  }),
  tooDeep: (depth: string): Problem => ({
    code: 'RULES_TOO_DEEP',
    message: `more than ${depth} lists or objects inside each other`,
    hint: 'A rule file needs five.',
    where: {},
  }),
  empty: (): Problem => ({
    code: 'RULES_EMPTY',
    message: 'the file has no rules in it',
    hint: 'Start from { "info": { "type": "hash" }, "rules": {} }.',
    where: {},
  }),
};

/** What a rule file consists of. */
export const ruleStructureProblems = {
  wrongKind: (what: string, expected: string, found: string): Problem => ({
    code: 'RULES_WRONG_KIND',
    message: `${what} must be ${expected}, not ${found}`,
    where: {},
  }),
  missingField: (owner: string, field: string, hint: string): Problem => ({
    code: 'RULES_MISSING_FIELD',
    message: `${owner} has no "${field}"`,
    hint: hint,
    where: {},
  }),
  unknownField: (owner: string, field: string, near: string | undefined, known: readonly string[]): Problem => ({
    code: 'RULES_UNKNOWN_FIELD',
    message: `${owner} knows no "${field}"`,
    hint: didYouMean(near, `It has: ${known.join(', ')}.`),
    where: {},
  }),
  duplicateField: (owner: string, field: string): Problem => ({
    code: 'RULES_DUPLICATE_FIELD',
    message: `${owner} has "${field}" twice`,
    hint: 'Keep one; which of them holds would be a guess.',
    where: {},
  }),
  unknownType: (type: string, near: string | undefined, known: readonly string[]): Problem => ({
    code: 'RULES_UNKNOWN_TYPE',
    message: `there is no type "${type}"`,
    hint: didYouMean(near, `Types are: ${known.join(', ')}.`),
    where: {},
  }),
  unknownKey: (key: string, near: string | undefined, known: readonly string[]): Problem => ({
    code: 'RULES_UNKNOWN_KEY',
    message: `there is no rule key "${key}"`,
    hint: didYouMean(near, `Rule keys are: ${known.join(', ')}.`),
    where: {},
  }),
  misplacedKey: (key: string): Problem => ({
    code: 'RULES_MISPLACED_KEY',
    message: `the rule key "${key}" stands beside "rules"`,
    hint: 'Move it into "rules".',
    where: {},
  }),
  noRulesObject: (): Problem => ({
    code: 'RULES_MISSING_FIELD',
    message: 'the file has rule keys but no "rules" around them',
    hint: 'Put them into "rules": { … }.',
    where: {},
  }),
  duplicateKey: (key: string, line: number): Problem => ({
    code: 'RULES_DUPLICATE_KEY',
    message: `the rule key "${key}" was there before, on line ${line}`,
    hint: 'Put all its rule objects into one list.',
    where: {},
  }),
  notInList: (what: string): Problem => ({
    code: 'RULES_NOT_IN_LIST',
    message: `${what} stands without a list around it`,
    hint: 'Write it in [ ].',
    where: {},
  }),
  noValues: (key: string): Problem => ({
    code: 'RULES_NO_VALUES',
    message: `a rule object of "${key}" without values can never match`,
    hint: 'Name at least one value, or remove it.',
    where: {},
  }),
  scoreInText: (): Problem => ({
    code: 'RULES_NUMBER_IN_TEXT',
    message: 'a score in quotes',
    hint: 'Write the number without them.',
    where: {},
  }),
  groupInText: (): Problem => ({
    code: 'RULES_NUMBER_IN_TEXT',
    message: 'a group_id in quotes',
    hint: 'Write the number without them.',
    where: {},
  }),
  scoreRange: (score: string, limit: number, places: number): Problem => ({
    code: 'RULES_SCORE_RANGE',
    message: `a score of ${score}`,
    hint: `Scores lie between -${limit} and ${limit} and have at most ${places} decimal places.`,
    where: {},
  }),
  groupRange: (text: string): Problem => ({
    code: 'RULES_GROUP_RANGE',
    message: `${text} as group_id`,
    hint: 'Groups are numbered 1, 2, 3 …; leave it out for a rule object of its own.',
    where: {},
  }),
  meaninglessCase: (key: string): Problem => ({
    code: 'RULES_CASE_MEANINGLESS',
    message: `"case_sensitive" means nothing for "${key}"`,
    hint: 'Remove it.',
    where: {},
  }),
  tooLarge: (bytes: number, limit: number): Problem => ({
    code: 'RULES_FILE_TOO_LARGE',
    message: `the file has ${bytes} bytes, more than ${limit}`,
    hint: 'Split it; all files of a folder are applied together.',
    where: {},
  }),
  tooManyValues: (limit: number): Problem => ({
    code: 'RULES_TOO_MANY_VALUES',
    message: `more than ${limit} rule values in one file`,
    hint: 'Split it; all files of a folder are applied together.',
    where: {},
  }),
  more: (count: number): Problem => ({
    code: 'RULES_MORE',
    message: `${count} further ${count === 1 ? 'finding' : 'findings'} not listed`,
    hint: 'Mend these first.',
    where: {},
  }),
};

/** Values of rule objects. */
export const ruleValueProblems = {
  parseFailed: (key: string, error: unknown): Problem => ({
    code: 'RULES_VALUE_FAILED',
    message: `the rule key "${key}" failed to read this value: ${errorText(error)}`,
    hint: 'This is a mistake in the module of the rule key.',
    where: {},
  }),
  kind: (key: string, expected: string, found: string): Problem => ({
    code: 'RULES_VALUE_KIND',
    message: `"${key}" wants ${expected}, not ${found}`,
    where: {},
  }),
  form: (key: string, text: string, expected: string, hint: string): Problem => ({
    code: 'RULES_VALUE_FORM',
    message: `"${text}" is not ${expected}, which "${key}" wants`,
    hint: hint,
    where: {},
  }),
  backwards: (text: string, swapped: string): Problem => ({
    code: 'RULES_RANGE_BACKWARDS',
    message: `the range ${text} goes down`,
    hint: `Ranges go from low to high: "${swapped}".`,
    where: {},
  }),
  families: (text: string): Problem => ({
    code: 'RULES_RANGE_FAMILIES',
    message: `the range ${text} mixes IPv4 and IPv6`,
    where: {},
  }),
  outside: (key: string, text: string, low: number, high: number): Problem => ({
    code: 'RULES_VALUE_RANGE',
    message: `${text} for "${key}"`,
    hint: `It lies between ${low} and ${high}.`,
    where: {},
  }),
  space: (text: string): Problem => ({
    code: 'RULES_SPACE_IN_VALUE',
    message: 'space around a value',
    hint: `Write "${text}".`,
    where: {},
  }),
  hostBits: (text: string, network: string): Problem => ({
    code: 'RULES_HOST_BITS',
    message: `${text} is an address inside a subnet`,
    hint: `The subnet is ${network}.`,
    where: {},
  }),
  noPrefix: (text: string, network: string): Problem => ({
    code: 'RULES_NO_PREFIX',
    message: `${text} has no prefix length`,
    hint: `For this one address, write ${network}.`,
    where: {},
  }),
  netmask: (text: string, network: string): Problem => ({
    code: 'RULES_NETMASK',
    message: `${text} has a netmask`,
    hint: `Write ${network}.`,
    where: {},
  }),
  numberInText: (text: string): Problem => ({
    code: 'RULES_NUMBER_IN_TEXT',
    message: `the number ${text} in quotes`,
    hint: 'Write it without them.',
    where: {},
  }),
  textWithoutQuotes: (text: string): Problem => ({
    code: 'RULES_TEXT_AS_NUMBER',
    message: `the text ${text} without quotes`,
    hint: `Write "${text}".`,
    where: {},
  }),
  emptyText: (key: string): Problem => ({
    code: 'RULES_EMPTY_TEXT',
    message: `an empty text for "${key}"`,
    hint: 'Remove it; * stands for anything.',
    where: {},
  }),
  tooLong: (length: number, limit: number): Problem => ({
    code: 'RULES_TEXT_TOO_LONG',
    message: `a value of ${length} characters, more than ${limit}`,
    where: {},
  }),
  doubtfulEscape: (written: string, count: number): Problem => ({
    code: 'RULES_DOUBTFUL_ESCAPE',
    message:
      count === 1
        ? `${written} was read as a backslash and a letter`
        : `${count} escapes such as ${written} were read as a backslash and a letter`,
    hint: `Write \\${written} for the backslash; a control character can be written \\u0009.`,
    where: {},
  }),
  regexUnsupported: (what: string): Problem => ({
    code: 'RULES_REGEX_UNSUPPORTED',
    message: `${what} cannot be searched for in linear time`,
    hint: 'Say it without, or with several values; a rule object matches if any of them does.',
    where: {},
  }),
  regexSyntax: (what: string): Problem => ({
    code: 'RULES_REGEX_SYNTAX',
    message: `the regular expression has ${what}`,
    hint: 'Its syntax is that of Python 2.7; a text to be found as it stands needs no !REGEX!.',
    where: {},
  }),
  regexTooLarge: (what: string): Problem => ({
    code: 'RULES_REGEX_TOO_LARGE',
    message: `the regular expression is too large: ${what}`,
    hint: 'Split it into several values.',
    where: {},
  }),
  regexLetter: (written: string): Problem => ({
    code: 'RULES_REGEX_LETTER',
    message: `${written} means nothing to Python and stands for the letter`,
    hint: `Write ${written.slice(1)} alone.`,
    where: {},
  }),
};

/** Files and folders of rules, and what happens when they are applied. */
export const ruleProblems = {
  unreadable: (file: string, why: string): Problem => ({
    code: 'RULES_UNREADABLE',
    message: `${file} cannot be read: ${why}`,
    hint: 'Check the path.',
    where: { file },
  }),
  unwritable: (file: string, why: string): Problem => ({
    code: 'RULES_UNWRITABLE',
    message: `${file} cannot be written: ${why}`,
    hint: 'The file is as it was.',
    where: { file },
  }),
  noCases: (folder: string): Problem => ({
    code: 'RULES_NO_CASES',
    message: `${folder} has no cases`,
    hint: 'Cases stand beside rule files and end in .cases.json.',
    where: {
      file: folder,
    },
  }),
  noFiles: (folder: string): Problem => ({
    code: 'RULES_NO_FILES',
    message: `${folder} has no rule files`,
    hint: 'Rule files end in .json.',
    where: { file: folder },
  }),
  refused: (file: string, errors: number): Problem => ({
    code: 'RULES_REFUSED',
    message: `${file} was not applied: ${times(errors, 'error')}`,
    hint: 'Run: ovoscope rules check',
    where: {
      file,
    },
  }),
  longText: (key: string, count: number, limit: number): Problem => ({
    code: 'RULES_LONG_TEXT',
    message: `${times(count, 'text')} for "${key}" longer than ${limit} characters; regular expressions looked at the beginning only`,
    where: { rule: key },
  }),
  outOfTime: (key: string, limitMs: number): Problem => ({
    code: 'RULES_OUT_OF_TIME',
    message: `matching stopped after ${limitMs} ms; rule objects of "${key}" and what followed were not evaluated`,
    hint: 'Simplify its patterns, or allow more time.',
    where: { rule: key },
  }),
  keyFailed: (key: string, error: unknown): Problem => ({
    code: 'RULES_KEY_FAILED',
    message: `the rule key "${key}" failed: ${errorText(error)}; its rule objects were not evaluated`,
    where: { rule: key },
  }),
  typeFailed: (type: string, error: unknown): Problem => ({
    code: 'RULES_TYPE_FAILED',
    message: `the type "${type}" of rules failed: ${errorText(error)}; its values were not scored in full`,
    where: { rule: type },
  }),
  notStored: (type: string, count: number): Problem => ({
    code: 'RULES_NOT_STORED',
    message: `${times(count, 'value')} of type "${type}" did not go on the blacklist, which has no such type`,
    hint: 'The decision stands in the report.',
    where: { rule: type },
  }),
  tooManyCandidates: (type: string, count: number, limit: number): Problem => ({
    code: 'RULES_TOO_MANY_CANDIDATES',
    message: `${count} values of type ${type}; the first ${limit} were scored`,
    hint: 'Allow more candidates if the analysis is worth it.',
    where: {},
  }),
  oddData: (path: string, count: number): Problem => ({
    code: 'RULES_ODD_DATA',
    message: `${times(count, 'entry').replace('entrys', 'entries')} of ${path} could not be used`,
    hint: 'The report holds another kind of value there.',
    where: {},
  }),
  noResults: (path: string, why: string): Problem => ({
    code: 'RULES_NO_RESULTS',
    message: `${path} gives no container: ${why}`,
    hint: 'Name an analysis folder or a report.json.',
    where: {
      file: path,
    },
  }),
  caseForm: (file: string, what: string): Problem => ({
    code: 'RULES_CASE_FORM',
    message: `${file}: ${what}`,
    hint: 'A cases file is { "rules": [FILE…], "cases": [{ "name", "report", "total", "matched" }] }.',
    where: { file },
  }),
};
