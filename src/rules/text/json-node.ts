import type { Edit } from './edit.ts';
import type { Span } from './source.ts';

/** A value of a rule file with its place. Objects keep their members as a list: any key is ordinary. */
export type JsonNode = ObjectNode | ArrayNode | StringNode | NumberNode | LiteralNode;

export interface ObjectNode extends Span {
  kind: 'object';
  members: Member[];
}

export interface Member {
  key: StringNode;
  value: JsonNode;
}

export interface ArrayNode extends Span {
  kind: 'array';
  items: JsonNode[];
}

export interface StringNode extends Span {
  kind: 'string';
  value: string;
  /** Whether it stood without quotes. */
  bare: boolean;
  /**
   * Valid escapes that are rather a backslash and a letter where the string is a Windows path or a pattern; absent
   * where there are none, or where they were read that way already.
   */
  doubtful?: number[];
}

export interface NumberNode extends Span {
  kind: 'number';
  /** As JSON writes it; the exact value. */
  text: string;
}

export interface LiteralNode extends Span {
  kind: 'literal';
  value: boolean | null;
}

/** Something the parser found and read as if it had been written properly. */
export interface Finding {
  /** What, as a key of `ruleFileProblems.syntax`. */
  id: SyntaxId;
  span: Span;
  /** Values for the message. */
  detail?: string;
  count?: number;
  /** How to write it properly; without it, the finding is an error. */
  edits?: Edit[];
}

export type SyntaxId =
  | 'byteOrderMark'
  | 'comment'
  | 'trailingComma'
  | 'extraComma'
  | 'missingComma'
  | 'unquotedText'
  | 'unquotedKey'
  | 'oddQuotes'
  | 'spaceInKey'
  | 'oddSpace'
  | 'oddNumber'
  | 'oddLiteral'
  | 'loneBackslash'
  | 'controlCharacter'
  | 'escapedEnd'
  | 'unclosedAtEnd'
  | 'cutOff'
  | 'unclosedString'
  | 'unclosedComment'
  | 'unclosedList'
  | 'expectedColon'
  | 'expectedKey'
  | 'expectedValue'
  | 'mismatchedBracket'
  | 'afterEnd'
  | 'tooDeep'
  | 'empty';

export function nodeKind(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'literal':
      return String(node.value);
  }
}
