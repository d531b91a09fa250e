import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { authoringProblems } from '../errors/authoring.ts';
import { errorText, OvoscopeError } from '../errors/problem.ts';

export interface NewSignature {
  name: string;
  /** Module folder; the files go to `signatures/` in it. */
  folder: string;
  /** Looks at calls as they come, not at lists. */
  onCalls: boolean;
}

const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const LONGEST = 80;

/**
 * Writes a signature and its tests, both of which work as they are, and a tsconfig.json where nothing above has one.
 * Returns what was written. Throws OvoscopeError for a name that can't be, and never writes over a file.
 */
export function writeNewSignature({ name, folder, onCalls }: NewSignature): string[] {
  if (!NAME.test(name) || name.length > LONGEST)
    throw new OvoscopeError(authoringProblems.badName(name, suggestion(name)));
  const base = join(folder, 'signatures', name);
  const files: [path: string, text: string][] = [
    [`${base}.ts`, onCalls ? callsSource(name) : listSource(name)],
    [`${base}.test.ts`, onCalls ? callsTest(name) : listTest(name)],
  ];
  const taken = ['.ts', '.js', '.mts', '.mjs', '.test.ts', '.test.js', '.yml', '.yaml'].find((ending) =>
    existsSync(base + ending),
  );
  if (taken !== undefined) throw new OvoscopeError(authoringProblems.exists(base + taken));
  if (!hasTsconfig(resolve(folder))) files.push([join(folder, 'tsconfig.json'), TSCONFIG]);
  const written: string[] = [];
  for (const [path, text] of files) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
    } catch (error) {
      throw new OvoscopeError(authoringProblems.notWritten(path, errorText(error)), { cause: error });
    }
    written.push(path);
  }
  return written;
}

/** What was probably meant: `Evil-Thing.ts` is `evil_thing`. */
function suggestion(name: string): string | undefined {
  const made = name
    .slice(0, LONGEST)
    .replace(/\.[cm]?[jt]s$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return NAME.test(made) ? made : undefined;
}

function hasTsconfig(folder: string): boolean {
  const above = dirname(folder);
  return existsSync(join(folder, 'tsconfig.json')) || (above !== folder && hasTsconfig(above));
}

function className(name: string): string {
  return name
    .split('_')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');
}

/** Apart, so that whoever looks for imports in this file doesn't find those of the templates. */
const FROM = 'from';

function listSource(name: string): string {
  return `import { type Results, Signature } ${FROM} 'ovoscope';
import { apis, firstUses, writtenFiles } ${FROM} 'ovoscope/query';

/**
 * False positives: installers that keep their program there on purpose.
 */
export default class ${className(name)} extends Signature {
  name = '${name}';
  description = 'Writes a program into the startup folder';
  severity = 3;
  confidence = 80;
  categories = ['persistence'];
  ttps = ['T1547.001'];
  references = ['https://attack.mitre.org/techniques/T1547/001/'];
  platforms = ['windows'];

  run(results: Results) {
    // \`*\` stands for any run of characters; text is compared whole and without case.
    const paths = writtenFiles(results, '*\\\\Start Menu\\\\Programs\\\\Startup\\\\*.exe');
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return this.data.length > 0;
  }
}
`;
}

function listTest(name: string): string {
  return `import { given, SignatureTester } ${FROM} 'ovoscope/testing';
import ${className(name)} ${FROM} './${name}.ts';

const startup = 'C:\\\\Users\\\\a\\\\AppData\\\\Roaming\\\\Microsoft\\\\Windows\\\\Start Menu\\\\Programs\\\\Startup';
const write = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath, buffer: 'MZ' }]);

new SignatureTester().run(${className(name)}, {
  detects: [
    {
      name: 'a program for one user',
      results: write(\`\${startup}\\\\a.exe\`),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtWriteFile', filepath: \`\${startup}\\\\a.exe\` }],
    },
    {
      name: 'a program for all users',
      results: write('C:\\\\ProgramData\\\\Microsoft\\\\Windows\\\\Start Menu\\\\Programs\\\\Startup\\\\b.EXE'),
    },
  ],
  ignores: [
    { name: 'a program elsewhere', results: write('C:\\\\Program Files\\\\Startup\\\\a.exe') },
    { name: 'the settings of the folder', results: write(\`\${startup}\\\\desktop.ini\`) },
  ],
});
`;
}

function callsSource(name: string): string {
  return `import { type Call, type Process, Signature } ${FROM} 'ovoscope';
import { apis, evidence, numberArgument } ${FROM} 'ovoscope/query';

const TEN_MINUTES = 600_000;

/**
 * False positives: services and updaters that wait for their next turn.
 */
export default class ${className(name)} extends Signature {
  name = '${name}';
  description = 'Waits for ten minutes or more';
  severity = 2;
  confidence = 70;
  categories = ['evasion'];
  ttps = ['T1497.003'];
  references = ['https://attack.mitre.org/techniques/T1497/003/'];
  platforms = ['windows'];
  watch = { apis: apis.sleeps };

  onCall(call: Call, process: Process) {
    const milliseconds = numberArgument(call, 'milliseconds') ?? 0;
    if (milliseconds >= TEN_MINUTES) this.data.push(evidence(call, process, 'milliseconds'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
`;
}

function callsTest(name: string): string {
  return `import { given, SignatureTester } ${FROM} 'ovoscope/testing';
import ${className(name)} ${FROM} './${name}.ts';

const sleep = (milliseconds: number) => given('sample.exe', ['NtDelayExecution', { milliseconds }]);

new SignatureTester().run(${className(name)}, {
  detects: [
    {
      name: 'ten minutes',
      results: sleep(600_000),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtDelayExecution', milliseconds: 600_000 }],
    },
    { name: 'a day', results: sleep(86_400_000) },
  ],
  ignores: [
    { name: 'a minute', results: sleep(60_000) },
    {
      name: 'several short waits',
      results: given(
        'sample.exe',
        ['NtDelayExecution', { milliseconds: 300_000 }],
        ['NtDelayExecution', { milliseconds: 300_000 }],
      ),
    },
  ],
});
`;
}

const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2023",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "strict": true,
    "erasableSyntaxOnly": true,
    "allowImportingTsExtensions": true,
    "noEmit": true,
    "skipLibCheck": true
  },
  "include": ["**/*.ts"]
}
`;
