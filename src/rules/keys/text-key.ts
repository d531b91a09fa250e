import type { Datum, KeyValue, Matcher, Owner, RuleKey } from '../key.ts';
import { fnmatchToRe2 } from '../match/fnmatch.ts';
import { TextMatcher } from '../match/text-matcher.ts';
import type { ReportView } from '../report-view.ts';
import { type TextPattern, wildcardText } from '../values/text.ts';

export interface TextKeyOptions {
  name: string;
  summary: string;
  reads: string;
  examples: readonly string[];
  /** Whether the texts are paths or names of Windows. */
  windows: boolean;
  caseSensitive: boolean;
  isAboutCandidates?: boolean;
  collect(view: ReportView): Iterable<TextDatum> | undefined;
  /** Other spellings of a text; a pattern that matches any of them matches the text. */
  spellings?(text: string): readonly string[];
}

export type TextDatum = string | { text: string; owner: Owner };

/** A rule key whose values are texts with wildcards or regular expressions. */
export function textKey(options: TextKeyOptions): RuleKey<TextPattern, string> {
  const { name, summary, reads, windows, examples, caseSensitive, isAboutCandidates = false, spellings } = options;
  return {
    name,
    summary,
    reads,
    values: wildcardText({ windows, examples }),
    isAboutCandidates,
    caseSensitive,
    collect: (view) => {
      const texts = options.collect(view);
      return texts && data(texts);
    },
    compile(values, { quirks }) {
      const rules = quirks
        ? values.map(asFnmatch)
        : values.map(({ value, caseSensitive }) => ({ pattern: value, caseSensitive }));
      const matcher = new TextMatcher(rules);
      return spellings && !quirks ? new SpellingMatcher(matcher, spellings) : matcher;
    },
  };
}

function* data(texts: Iterable<TextDatum>): Iterable<Datum<string>> {
  for (const text of texts) {
    if (typeof text === 'string') yield { data: text, shown: text };
    else yield { data: text.text, shown: text.text, owner: text.owner };
  }
}

/** The code matched with Python's fnmatch, for which brackets are classes. */
function asFnmatch({ value, caseSensitive }: KeyValue<TextPattern>): { pattern: TextPattern; caseSensitive: boolean } {
  const re2 =
    value.kind === 'wildcard' && value.pattern.includes('[') ? fnmatchToRe2(value.pattern, caseSensitive) : undefined;
  return { pattern: re2 === undefined ? value : { kind: 'regex', re2, required: [] }, caseSensitive };
}

class SpellingMatcher implements Matcher<string> {
  readonly #matcher: TextMatcher;
  readonly #spellings: (text: string) => readonly string[];

  constructor(matcher: TextMatcher, spellings: (text: string) => readonly string[]) {
    this.#matcher = matcher;
    this.#spellings = spellings;
  }

  start(clock: Parameters<TextMatcher['start']>[0]): void {
    this.#matcher.start(clock);
  }

  match(text: string, found: (value: number) => void): boolean {
    const spellings = this.#spellings(text);
    if (spellings.length === 1) return this.#matcher.match(text, found);
    const all = new Set<number>();
    for (const spelling of spellings) {
      if (!this.#matcher.match(spelling, (value) => all.add(value))) return false;
    }
    for (const value of all) found(value);
    return true;
  }

  retire(value: number): void {
    this.#matcher.retire(value);
  }

  get longTexts(): number {
    return this.#matcher.longTexts;
  }
}
