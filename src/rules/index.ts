/** What files in `rules/keys` and `rules/types` of a module folder are written with. */

export { type Decimal, decimalOf } from './decimal.ts';
export type { CompileOptions, Datum, KeyValue, Matcher, Owner, RuleKey } from './key.ts';
export { EqualMatcher } from './keys/equal-matcher.ts';
export { RangeMatcher } from './keys/range-matcher.ts';
export { type TextDatum, type TextKeyOptions, textKey } from './keys/text-key.ts';
export type { Clock } from './match/clock.ts';
export { TextMatcher } from './match/text-matcher.ts';
export type { Contact, Flow, HttpRequest, ReportView } from './report-view.ts';
export type { Candidate, RuleType } from './rule-type.ts';
export type { JsonNode } from './text/json-node.ts';
export type { ValueContext, ValueKind } from './value-kind.ts';
export { integer } from './values/integer.ts';
export { exactName } from './values/name.ts';
export { decimalRange, integerRange, type NumberRange } from './values/range.ts';
export { type TextPattern, wildcardText } from './values/text.ts';
