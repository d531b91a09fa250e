import { errorText, OvoscopeError, type Place, type Problem } from './problem.ts';

type PluginKind = 'signature' | 'processing' | 'reporting';
type RulePartKind = 'rule-key' | 'rule-type';

/** Where in a source file a module goes wrong. */
interface Spot {
  line?: number | undefined;
  column?: number | undefined;
}

function at(file: string, spot: Spot = {}): Place {
  const where: Place = { file };
  if (spot.line !== undefined) where.line = spot.line;
  if (spot.column !== undefined) where.column = spot.column;
  return where;
}

function placeText(file: string, spot: Spot = {}): string {
  return [file, spot.line, spot.column].filter((part) => part !== undefined).join(':');
}

function maybe(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** The place that a coded error names, which the problem made of it keeps. */
function placeOf(error: unknown): Place {
  return error instanceof OvoscopeError ? error.problem.where : {};
}

/** What is wrong with a module before it runs. The module is left out; the others are not touched. */
export const pluginProblems = {
  folder: (folder: string, what: string): Problem => ({
    code: 'PLUGIN_FOLDER',
    message: `no modules can be read from ${folder}: ${what}`,
    hint: 'A module folder holds processing/, signatures/, reporting/, rules/keys/ or rules/types/ with .ts or .js files in them.',
    where: { file: folder },
  }),
  syntax: (file: string, text: string, spot: Spot): Problem => ({
    code: 'PLUGIN_SYNTAX',
    message: `${placeText(file, spot)} cannot be compiled: ${text}`,
    where: at(file, spot),
  }),
  importFailed: (file: string, error: unknown, spot: Spot): Problem => ({
    code: 'PLUGIN_IMPORT_FAILED',
    message: `${placeText(file, spot)} failed while it was imported: ${errorText(error)}`,
    hint: 'A module should define its class and do nothing else at import time.',
    where: at(file, spot),
  }),
  noExport: (file: string, kind: PluginKind): Problem => ({
    code: 'PLUGIN_NO_EXPORT',
    message: `${file} exports no ${kind} class`,
    hint: `Write "export default class … extends ${baseName(kind)}".`,
    where: at(file),
  }),
  notAPlugin: (file: string, kind: PluginKind, found: string): Problem => ({
    code: 'PLUGIN_NOT_A_CLASS',
    message: `the default export of ${file} is ${found}, not a class that extends ${baseName(kind)}`,
    hint: `Import ${baseName(kind)} from 'ovoscope' and extend it.`,
    where: at(file),
  }),
  wrongKind: (file: string, folder: PluginKind, found: PluginKind): Problem => ({
    code: 'PLUGIN_WRONG_FOLDER',
    message: `${file} holds a ${found} class, but lies among the ${folder} modules`,
    hint: `Move it to the ${folderName(found)} folder.`,
    where: at(file),
  }),
  constructorThrew: (file: string, className: string, error: unknown): Problem => ({
    code: 'PLUGIN_CONSTRUCTOR',
    message: `new ${className}() in ${file} threw: ${errorText(error)}`,
    hint: 'A module is constructed for each analysis; it has no access to one before run().',
    where: at(file),
  }),
  field: (file: string, name: string, field: string, found: string, expected: string): Problem => ({
    code: 'PLUGIN_FIELD',
    message: `${name} in ${file}: ${field} is ${found}, but should be ${expected}`,
    where: at(file),
  }),
  noEntry: (file: string, name: string, methods: string): Problem => ({
    code: 'PLUGIN_NO_METHOD',
    message: `${name} in ${file} has no ${methods}; it could never do anything`,
    where: at(file),
  }),
  nameDiffers: (file: string, name: string, expected: string): Problem => ({
    code: 'PLUGIN_NAME_DIFFERS',
    message: `${file} holds "${name}", but its file name says "${expected}"`,
    hint: 'Rename one; users look for the file by the name they see in reports.',
    where: at(file),
  }),
  notARulePart: (file: string, kind: RulePartKind, found: string): Problem => ({
    code: 'PLUGIN_NOT_A_RULE_PART',
    message: `the default export of ${file} is ${found}, not an object that implements ${interfaceName(kind)}`,
    hint: `Write "export default {…} satisfies ${interfaceName(kind)}", with the type from 'ovoscope/rules'.`,
    where: at(file),
  }),
  duplicateName: (kind: PluginKind | RulePartKind, name: string, first: string, second: string): Problem => ({
    code: 'PLUGIN_DUPLICATE_NAME',
    message: `two ${folderName(kind)} are called "${name}": ${first} and ${second}`,
    hint: 'Rename one; the first is used. The name is what reports and configurations refer to.',
    where: at(second),
  }),
  version: (file: string, name: string, field: string, wanted: string, running: string): Problem => ({
    code: 'PLUGIN_VERSION',
    message: `${name} in ${file} was left out: its ${field} version is ${wanted}, and this is Ovoscope ${running}`,
    where: at(file),
  }),
  needMissing: (file: string, key: string, need: string, nearest: string | undefined): Problem => ({
    code: 'PLUGIN_NEED_MISSING',
    message: `${key} in ${file} needs "${need}", which no enabled processing module gives`,
    hint: `Add or enable the module that gives "${need}".${maybe(nearest)}`,
    where: at(file),
  }),
  needCycle: (cycle: { key: string; file: string }[]): Problem => ({
    code: 'PLUGIN_NEED_CYCLE',
    message: `processing modules need each other in a circle: ${[...cycle, cycle[0]!].map((c) => c.key).join(' → ')} (${cycle.map((c) => c.file).join(', ')})`,
    hint: 'Take one key out of the needs of one of them.',
    where: at(cycle[0]!.file),
  }),
  hungLoading: (file: string, seconds: number): Problem => ({
    code: 'PLUGIN_HUNG',
    message: `${file} was left out: importing it did not end within ${seconds} s`,
    hint: 'A module should define its class and do nothing else at import time.',
    where: at(file),
  }),
};

function baseName(kind: PluginKind): string {
  return kind === 'signature' ? 'Signature' : kind === 'processing' ? 'Processing' : 'Reporting';
}

function interfaceName(kind: RulePartKind): string {
  return kind === 'rule-key' ? 'RuleKey' : 'RuleType';
}

function folderName(kind: PluginKind | RulePartKind): string {
  if (kind === 'rule-key') return 'rule keys';
  if (kind === 'rule-type') return 'types of rules';
  return kind === 'signature' ? 'signatures' : kind === 'processing' ? 'processing modules' : 'reporting modules';
}

/** What goes wrong while a processing module runs. */
export const moduleProblems = {
  failed: (module: string, error: unknown, spot: string): Problem => ({
    code: 'MODULE_FAILED',
    message: `the processing module ${module} failed: ${errorText(error)}${spot}`,
    hint: `The report has no "${module}"; everything else was done.`,
    where: { ...placeOf(error), module },
  }),
  unplain: (module: string, found: string): Problem => ({
    code: 'MODULE_ODD_PROBLEM',
    message: `the processing module ${module} reported a problem that has no code and message: ${found}`,
    where: { module },
  }),
  needAbsent: (module: string, need: string): Problem => ({
    code: 'MODULE_SKIPPED',
    message: `the processing module ${module} was skipped: it needs "${need}", which this run doesn't have`,
    where: { module },
  }),
  timeout: (module: string, seconds: number): Problem => ({
    code: 'MODULE_TIMEOUT',
    message: `the processing module ${module} was stopped after ${seconds} s`,
    hint: `Raise limits.module_seconds in the configuration if the input is worth it.`,
    where: { module },
  }),
  hung: (module: string, seconds: number): Problem => ({
    code: 'MODULE_HUNG',
    message: `the processing module ${module} stopped responding for ${seconds} s; the analysis was done again without it`,
    hint: 'The module has a loop that does not end on this input.',
    where: { module },
  }),
  tooMany: (module: string, limit: number, more: number): Problem => ({
    code: 'MODULE_PROBLEM_LIMIT',
    message: `${module} reported more than ${limit} problems; ${more} more were counted, not kept`,
    where: { module },
  }),
};

/** What goes wrong while a signature runs. */
export const signatureProblems = {
  failed: (signature: string, error: unknown, spot: string): Problem => ({
    code: 'SIGNATURE_FAILED',
    message: `the signature ${signature} failed: ${errorText(error)}${spot}`,
    where: { signature },
  }),
  failedAtCall: (signature: string, error: unknown, pid: number, callId: number, spot: string): Problem => ({
    code: 'SIGNATURE_FAILED_AT_CALL',
    message: `the signature ${signature} failed at call ${callId} of process ${pid}: ${errorText(error)}${spot}`,
    where: { signature },
  }),
  stopped: (signature: string, throws: number): Problem => ({
    code: 'SIGNATURE_STOPPED',
    message: `the signature ${signature} failed at ${throws} calls and was shown no more`,
    hint: 'What it had found until then was kept.',
    where: { signature },
  }),
  matchCycle: (names: readonly string[]): Problem => ({
    code: 'SIGNATURE_MATCH_CYCLE',
    message: `signatures look at each other's matches in a circle: ${[...names, names[0]!].join(' → ')}`,
    hint: `Take a name out of "after" of one of them; ${names.at(-1)} was run without seeing ${names[0]}.`,
    where: { signature: names.at(-1)! },
  }),
  notBoolean: (signature: string, method: string, found: string): Problem => ({
    code: 'SIGNATURE_NOT_BOOLEAN',
    message: `${signature}.${method}() must return a boolean, got ${found}; it counts as not matched`,
    hint: 'A return may have been forgotten.',
    where: { signature },
  }),
  evidenceCut: (signature: string, kept: number, total: number): Problem => ({
    code: 'SIGNATURE_EVIDENCE_CUT',
    message: `the signature ${signature} gave ${total} pieces of evidence; the report keeps the first ${kept}`,
    where: { signature },
  }),
  evidenceNotPlain: (signature: string, what: string): Problem => ({
    code: 'SIGNATURE_EVIDENCE_NOT_PLAIN',
    message: `the signature ${signature} pushed evidence that JSON cannot hold: ${what}`,
    hint: 'Push plain objects with text, numbers and lists.',
    where: { signature },
  }),
  timeout: (signature: string, seconds: number): Problem => ({
    code: 'SIGNATURE_TIMEOUT',
    message: `the signature ${signature} was stopped after ${seconds} s`,
    hint: 'What it had found until then was kept. limits.signature_seconds is the limit.',
    where: { signature },
  }),
  hung: (signature: string, seconds: number): Problem => ({
    code: 'SIGNATURE_HUNG',
    message: `the signature ${signature} stopped responding for ${seconds} s; the analysis was done again without it`,
    hint: 'The signature has a loop or a regular expression that does not end on this input.',
    where: { signature },
  }),
  passFailed: (error: unknown): Problem => ({
    code: 'SIGNATURE_PASS_FAILED',
    message: `the pass over the calls ended early: ${errorText(error)}`,
    hint: 'Event-driven signatures saw only the calls before it.',
    where: {},
  }),
};

/** What goes wrong while reports are made and written. */
export const reportingProblems = {
  failed: (module: string, error: unknown, spot: string): Problem => ({
    code: 'REPORTING_FAILED',
    message: `the reporting module ${module} failed: ${errorText(error)}${spot}`,
    where: { module },
  }),
  twice: (module: string, path: string, first: string): Problem => ({
    code: 'REPORTING_PATH_TWICE',
    message: `the reporting module ${module} named the output ${path}, which ${first} has written already`,
    where: { module, file: path },
  }),
  folder: (folder: string, what: string): Problem => ({
    code: 'REPORTING_FOLDER',
    message: `reports cannot be written to ${folder}: ${what}`,
    hint: 'Name another folder with --out.',
    where: { file: folder },
  }),
  timeout: (module: string, seconds: number): Problem => ({
    code: 'REPORTING_TIMEOUT',
    message: `the reporting module ${module} was stopped after ${seconds} s`,
    where: { module },
  }),
  hung: (module: string, seconds: number): Problem => ({
    code: 'REPORTING_HUNG',
    message: `the reporting module ${module} stopped responding for ${seconds} s; the analysis was done again without it`,
    where: { module },
  }),
  unsafePath: (module: string, path: string, what: string): Problem => ({
    code: 'REPORTING_PATH',
    message: `the reporting module ${module} named the output ${JSON.stringify(path)}, which ${what}`,
    hint: 'Output paths are relative to the reports folder and stay inside it.',
    where: { module },
  }),
  notWritten: (module: string, path: string, error: unknown): Problem => ({
    code: 'REPORTING_NOT_WRITTEN',
    message: `${path} could not be written: ${errorText(error)}`,
    where: { module, file: path },
  }),
};

/** What ends the work on one analysis. */
export const runProblems = {
  stray: (activity: string, error: unknown): Problem => ({
    code: 'RUN_STRAY_ERROR',
    message: `an error that nobody waited for came up during ${activity}: ${errorText(error)}`,
    hint: 'A module started work without waiting for it; await every promise.',
    where: {},
  }),
  aborted: (path: string): Problem => ({
    code: 'RUN_ABORTED',
    message: `${path} was not finished: the run was cancelled`,
    where: { file: path },
  }),
  hung: (path: string, stage: string, seconds: number): Problem => ({
    code: 'RUN_HUNG',
    message: `${path} was given up: ${stage} stopped responding for ${seconds} s`,
    where: { file: path },
  }),
  moduleCrashed: (module: string, error: unknown): Problem => ({
    code: 'RUN_MODULE_CRASHED',
    message: `the worker ended while it ran ${module}: ${errorText(error)}; the analysis was done again without it`,
    hint: 'Modules must not end the process, and have to do with the memory there is.',
    where: { module },
  }),
  rulesFailed: (error: unknown): Problem => ({
    code: 'RUN_RULES_FAILED',
    message: `rule files were not applied: ${errorText(error)}`,
    hint: 'The rest of the report stands; mend what the message names and run it again.',
    where: {},
  }),
  unexpected: (path: string, error: unknown): Problem => ({
    code: 'BUG',
    message: `${path} was given up: ${errorText(error)}`,
    hint: 'This is a mistake in Ovoscope. A report of it helps: https://github.com/ovoscope/ovoscope/issues',
    where: { file: path },
  }),
  crashed: (path: string, during: string, error: unknown): Problem => ({
    code: 'RUN_CRASHED',
    message: `${path} was given up: its worker ended during ${during}: ${errorText(error)}`,
    where: { file: path },
  }),
};
