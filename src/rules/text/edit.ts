/** Replaces the text between two offsets. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Applies groups of edits; the edits of a group are applied together or not at all. A group that overlaps another is
 * left out, so that the caller can look again and come back with what remains. `applied`
 * holds the positions of the groups that were not.
 */
export function applyEdits(
  text: string,
  groups: readonly (readonly Edit[])[],
): { text: string; applied: ReadonlySet<number> } {
  const kept = compatibleGroups(groups);
  const pieces: string[] = [];
  let position = 0;
  for (const { edit } of kept.edits) {
    pieces.push(text.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  pieces.push(text.slice(position));
  return { text: pieces.join(''), applied: kept.groups };
}

interface Owned {
  edit: Edit;
  group: number;
}

function compatibleGroups(groups: readonly (readonly Edit[])[]): { edits: Owned[]; groups: Set<number> } {
  const all: Owned[] = [];
  for (const [group, edits] of groups.entries()) for (const edit of edits) all.push({ edit, group });
  all.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.group - b.group);
  const refused = new Set<number>();
  let end = 0;
  let inserted = -1;
  for (const { edit, group } of all) {
    if (refused.has(group)) continue;
    const isInsertion = edit.start === edit.end;
    // Which of two insertions at one place comes first, only looking again can tell.
    if (edit.start < end || (isInsertion && edit.start === inserted)) {
      refused.add(group);
      continue;
    }
    if (isInsertion) inserted = edit.start;
    end = Math.max(end, edit.end);
  }
  const edits = all.filter(({ group }) => !refused.has(group));
  return { edits, groups: new Set(edits.map(({ group }) => group)) };
}
