import type { FileIndex } from './file-index.ts';
import { glanceText } from './read-text.ts';
import type { TaskInfo } from './task-info.ts';

const HEAD_BYTES = 1 << 18;
const TAIL_BYTES = 1 << 16;

/**
 * Facts that the logs tell on the way: the host's (cuckoo.log) before the guest's (analysis.log), whose clock may
 * have been set to another day.
 */
export function readLogFacts(index: FileIndex): TaskInfo {
  const host = readEnds(index, 'cuckoo.log');
  const guest = readEnds(index, 'analysis.log');
  const machine = /acquired machine (\S{1,200}) \(label=([^),\n]{1,200})/.exec(host.head);
  const id = /Task #(\d{1,15})\b/.exec(host.head);
  return {
    id: id ? Number(id[1]) : undefined,
    guest: machine ? { name: machine[1], label: machine[2] } : undefined,
    package: /(?:selected a| INFO: A)nalysis package "([^"\n]{1,200})"/.exec(guest.head)?.[1],
    started_on: firstTime(host.head) ?? clockTime(guest.head) ?? firstTime(guest.head),
    completed_on: doneTime(host) ?? lastTime(guest.tail),
  };
}

interface Ends {
  head: string;
  tail: string;
}

function readEnds(index: FileIndex, path: string): Ends {
  const size = index.find(path)?.size ?? 0;
  const head = glanceText(index, path, HEAD_BYTES) ?? '';
  return { head, tail: size <= HEAD_BYTES ? head : (glanceText(index, path, TAIL_BYTES, size - TAIL_BYTES) ?? '') };
}

const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)[,.](\d{3})/;

/** CAPE's analyser sets the guest's clock to the host's, and says so at the time that the guest had before. */
function clockTime(text: string): string | undefined {
  const set = / INFO: Date set to: (\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)/.exec(text.slice(0, 4096));
  return set ? `${set[1]}-${set[2]}-${set[3]}T${set[4]}` : undefined;
}

function firstTime(text: string): string | undefined {
  return timeOf(text.split('\n', 1)[0]!);
}

function lastTime(text: string): string | undefined {
  return text
    .split('\n')
    .map(timeOf)
    .findLast((time) => time !== undefined);
}

/** The host's log goes on with processing after the guest was shut down. */
function doneTime({ head, tail }: Ends): string | undefined {
  const isDone = (line: string) => line.includes('analysis procedure completed');
  const line = head.split('\n').find(isDone) ?? tail.split('\n').find(isDone);
  return line === undefined ? lastTime(tail) : timeOf(line);
}

function timeOf(line: string): string | undefined {
  const time = TIME.exec(line);
  return time ? `${time[1]}T${time[2]}.${time[3]}` : undefined;
}
