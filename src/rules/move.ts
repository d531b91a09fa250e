import type { Edit } from './text/edit.ts';
import type { ArrayNode, Member, ObjectNode } from './text/json-node.ts';

/** Takes a member out of an object, with the comma that it no longer needs. */
export function removeMember(text: string, owner: ObjectNode, member: Member): Edit {
  const index = owner.members.indexOf(member);
  const before = owner.members[index - 1];
  const after = owner.members[index + 1];
  if (before) return { start: before.value.end, end: member.value.end, text: '' };
  if (after) return { start: member.key.start, end: after.key.start, text: '' };
  const lineStart = text.lastIndexOf('\n', member.key.start) + 1;
  const start = text.slice(lineStart, member.key.start).trim() === '' ? lineStart : member.key.start;
  return { start, end: text[member.value.end] === '\n' ? member.value.end + 1 : member.value.end, text: '' };
}

/** Adds a member, written as it stood elsewhere, at the end of an object, one level further in than `depthOf`. */
export function appendMember(text: string, target: ObjectNode, written: string, indentOfKey: string): Edit {
  const last = target.members.at(-1);
  if (last) {
    const indent = indentAt(text, last.key.start);
    return {
      start: last.value.end,
      end: last.value.end,
      text: `,${lineBreak(text, indent)}${reindent(written, indentOfKey, indent)}`,
    };
  }
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', target.start) + 1, target.start))![0];
  const inner = `${outer}${unitOf(text)}`;
  const inside = `${lineBreak(text, inner)}${reindent(written, indentOfKey, inner)}${lineBreak(text, outer)}`;
  return { start: target.start + 1, end: target.end - 1, text: inside };
}

/** Moves the items of one list to the end of another. */
export function appendItems(text: string, target: ArrayNode, source: ArrayNode): Edit {
  const inside = text.slice(source.start + 1, source.end - 1).trim();
  const last = target.items.at(-1);
  if (!last) return { start: target.start + 1, end: target.end - 1, text: inside };
  return { start: last.end, end: last.end, text: `,${lineBreak(text, indentAt(text, last.start))}${inside}` };
}

/** The white space that begins the line of `offset`; undefined where something else stands before it there. */
export function indentAt(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

function lineBreak(text: string, indent: string | undefined): string {
  if (indent === undefined || !text.includes('\n')) return ' ';
  return `${text.includes('\r\n') ? '\r\n' : '\n'}${indent}`;
}

/** One step of indentation, as the file has it. */
function unitOf(text: string): string {
  return /^(\t| {1,8})\S/m.exec(text)?.[1] ?? '  ';
}

function reindent(written: string, from: string, to: string | undefined): string {
  if (to === undefined || from === to) return written;
  return written.replaceAll(`\n${from}`, `\n${to}`);
}
