import { addDecimals, type Decimal, timesDecimal, ZERO } from './decimal.ts';
import type { EvidenceList } from './evidence.ts';
import type { LedgerGroup, LedgerObject } from './ledger.ts';
import type { RuleObject } from './rule-file.ts';

/** What one rule object did on one scoreboard; groups add to it. */
export interface ObjectResult {
  object: RuleObject;
  /** Number of the file it stands in. */
  file: number;
  state: LedgerObject['state'];
  /** How often its score counts if it counts. */
  times: number;
  counted: boolean;
  points: Decimal;
  evidence: EvidenceList | undefined;
}

export type Group = Omit<LedgerGroup, 'points'> & { points: Decimal };

/** Counts the members of each group of which every member matched. A group belongs to its file. */
export function groupsOf(results: readonly ObjectResult[]): Group[] {
  return collect(results, ({ file, object }) => `${file} ${object.groupId}`).map((members) => {
    const isComplete = members.every(({ state }) => state === 'matched');
    return settle(members, isComplete);
  });
}

/**
 * As the original's code had it: a group reaches across files, each match strikes one rule key from the list of the
 * group's keys, and the group is complete when none is left. So one object that matches twice stands in for another.
 */
export function quirkGroupsOf(results: readonly ObjectResult[]): Group[] {
  return collect(results, ({ object }) => String(object.groupId)).map((members) => {
    const left = new Map<string, number>();
    for (const { object } of members) left.set(object.key.name, (left.get(object.key.name) ?? 0) + 1);
    for (const { object, times } of members) left.set(object.key.name, left.get(object.key.name)! - times);
    return settle(
      members,
      [...left.values()].every((count) => count <= 0),
    );
  });
}

function collect(results: readonly ObjectResult[], nameOf: (result: ObjectResult) => string): ObjectResult[][] {
  const groups = new Map<string, ObjectResult[]>();
  for (const result of results) {
    if (result.object.groupId === 0) continue;
    const name = nameOf(result);
    const members = groups.get(name);
    if (members) members.push(result);
    else groups.set(name, [result]);
  }
  return [...groups.values()];
}

function settle(members: readonly ObjectResult[], isComplete: boolean): Group {
  let points = ZERO;
  for (const member of isComplete ? members : []) {
    if (member.state !== 'matched') continue;
    member.counted = true;
    member.points = timesDecimal(member.object.score, member.times);
    points = addDecimals(points, member.points);
  }
  const { file, groupId } = members[0]!.object;
  const matched = members.filter(({ state }) => state === 'matched').length;
  return { file, group_id: groupId, members: members.length, matched, complete: isComplete, points };
}
