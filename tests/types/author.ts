/**
 * Code of authors that must compile, and mistakes that must not. Checked by `npm run typecheck` against the sources,
 * and by tests/pack against what is published.
 */
import {
  type Behavior,
  type Call,
  type Output,
  type Process,
  Processing,
  Reporting,
  type Results,
  Signature,
} from 'ovoscope';
import { integer, type RuleKey, type RuleType, textKey } from 'ovoscope/rules';

/** The documented example, as printed. */
export class CreatesExe extends Signature {
  name = 'creates_exe';
  description = 'Creates a Windows executable on the filesystem';
  severity = 2;

  run(results: Results) {
    for (const fileName of results.behavior!.summary.files) {
      if (fileName.endsWith('.exe')) {
        this.data.push({ file_name: fileName });
        return true;
      }
    }
    return false;
  }
}

/** Event-driven, with every field. */
export class Full extends Signature {
  name = 'full';
  description = 'Does everything';
  severity = 3;
  confidence = 80;
  categories = ['persistence'];
  families = ['none'];
  ttps = ['T1547.001'];
  mbcs = ['E1112'];
  authors = ['Somebody'];
  references = ['https://example.com'];
  alert = true;
  enable = true;
  platforms = ['windows'];
  minimum = '0.1';
  watch = { apis: ['Reg*'], categories: ['registry'], processes: ['a.exe'] };

  onCall(call: Call, process: Process) {
    for (const { name, value } of call.arguments) {
      if (name === 'regkey' && typeof value === 'string') this.data.push({ pid: process.process_id, value });
    }
  }

  onComplete() {
    return this.data.length > 0;
  }
}

export class Later extends Signature {
  async run() {
    return true;
  }
}

export class WrongSeverity extends Signature {
  // @ts-expect-error severity is a number
  severity = 'high';
}

export class WrongAnswer extends Signature {
  // @ts-expect-error run says whether it matches
  run() {
    return 'yes';
  }
}

export class WrongWatch extends Signature {
  // @ts-expect-error the field is called apis
  watch = { api: ['connect'] };
}

export class Careless extends Signature {
  run(results: Results) {
    // @ts-expect-error a module may have failed, and its key be absent
    return results.network.dns.length > 0;
  }
}

/** The bare documented style. */
export class Bare extends Processing {
  key = 'bare';
  run() {
    return { anything: [1, 2] };
  }
}

/** With the type of its key checked, and what it needs there without `?.`. */
export class Typed extends Processing<'strings', 'behavior'> {
  readonly key = 'strings' as const;
  needs = ['behavior'] as const;
  defaults = { minimum: 6 };

  run() {
    const behavior: Behavior = this.results.behavior;
    const file = this.task.find('binary');
    if (file) this.log.debug({ size: file.size }, 'found the sample');
    this.problem({ code: 'X_NOTED', message: 'noted', where: { file: 'binary', offset: 1 } });
    return behavior.summary.files;
  }
}

export class WrongValue extends Processing<'strings'> {
  readonly key = 'strings' as const;
  // @ts-expect-error strings are texts
  run() {
    return [1, 2];
  }
}

// @ts-expect-error a processing module has a key
export class NoKey extends Processing {
  run() {
    return 1;
  }
}

export class Text extends Reporting {
  name = 'text';

  async *run(results: Results): AsyncGenerator<Output> {
    const body = (results.signatures ?? []).map(({ name }) => `${name}\n`);
    yield { path: 'signatures.txt', media: 'text/plain', body };
  }
}

export class WrongOutput extends Reporting {
  name = 'wrong';
  // @ts-expect-error an output has a media type
  run() {
    return [{ path: 'x', body: '' }];
  }
}

export const question: RuleKey = textKey({
  name: 'question',
  summary: 'The sample asked for a name like this.',
  reads: 'network.dns[].request',
  examples: ['*.example'],
  windows: false,
  caseSensitive: false,
  collect: (view) => view.texts('network.names'),
});

export const count = {
  name: 'count',
  summary: 'So many processes ran.',
  reads: 'behavior.processes',
  isAboutCandidates: false,
  values: integer(0, 1000, [3]),
  collect: (view) => [{ data: view.list('behavior.processes')?.length ?? 0, shown: 'processes' }],
  compile: (values) => ({
    match(data, found) {
      for (const [index, { value }] of values.entries()) if (value === data) found(index);
      return true;
    },
  }),
} satisfies RuleKey<number, number>;

// @ts-expect-error a type of rules finds its candidates
export const noCandidates: RuleType = { name: 'none', summary: 'Nothing.' };
