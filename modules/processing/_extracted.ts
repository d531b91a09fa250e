import { createHash } from 'node:crypto';
import type { Extracted, Results } from 'ovoscope';
import { commandsOf, type ParsedCommand, parseCommand } from './_command.ts';
import { type Payload, payloadsOf } from './_powershell.ts';

/** A script or a payload with all its bytes. */
export interface Found {
  item: Omit<Extracted, 'content' | 'raw'>;
  bytes: Buffer;
  text: string | undefined;
}

type Origin = Pick<Extracted, 'pid' | 'first_seen' | 'started_by'>;

/** A script in a script in a script … */
const DEEPEST = 8;
const MOST_COMMANDS = 64;

/**
 * The scripts that command lines hold, each once, with those that are inside them, in the order of the processes;
 * stops after `limit`.
 */
export function scriptsOf(results: Results, limit: number): Found[] {
  const found = new Map<string, Found>();
  for (const [line, origin] of commandLines(results)) {
    if (found.size >= limit) break;
    addCommand(found, line, origin, limit, 0);
  }
  return [...found.values()];
}

/** Those of processes that were followed, then those that others were started with. */
function commandLines({ behavior }: Results): Map<string, Origin> {
  const lines = new Map<string, Origin>();
  for (const { command_line, process_id, first_seen } of behavior?.processes ?? []) {
    if (typeof command_line === 'string' && !lines.has(command_line)) {
      lines.set(command_line, { pid: process_id, first_seen });
    }
  }
  for (const { pid, summary } of behavior?.generic ?? []) {
    for (const line of [...(summary.command_line ?? []), ...(summary.executed_commands ?? [])]) {
      if (!lines.has(line)) lines.set(line, { started_by: pid });
    }
  }
  const { summary } = behavior ?? {};
  for (const line of [...(summary?.command_line ?? []), ...(summary?.executed_commands ?? [])]) {
    if (!lines.has(line)) lines.set(line, {});
  }
  return lines;
}

type Collected = Map<string, Found>;

function addCommand(found: Collected, line: string, origin: Origin, limit: number, depth: number): void {
  const command = parseCommand(line);
  if (command?.script == null || found.size >= limit) return;
  const { program, options, script } = command;
  const info = Object.keys(options).length > 0 ? { options } : {};
  const isNew = add(found, { category: 'script', info, program, ...origin }, Buffer.from(script), script);
  if (isNew && depth < DEEPEST) addInner(found, { program, script }, origin, limit, depth + 1);
}

function addInner(
  found: Collected,
  { program, script }: Pick<ParsedCommand, 'program'> & { script: string },
  origin: Origin,
  limit: number,
  depth: number,
): void {
  const commands = program === 'cmd' ? commandsOf(script, MOST_COMMANDS) : script.split(/[;\r\n|]/, MOST_COMMANDS);
  for (const command of commands) addCommand(found, command.trim().replace(/^&\s*/, ''), origin, limit, depth);
  if (program === 'powershell') {
    for (const payload of payloadsOf(script)) addPayload(found, payload, origin, limit, depth);
  }
}

function addPayload(
  found: Collected,
  { bytes, text, encoding }: Payload,
  origin: Origin,
  limit: number,
  depth: number,
): void {
  if (found.size >= limit) return;
  const category = text === undefined ? 'blob' : 'script';
  const program = text === undefined ? {} : { program: 'powershell' };
  const isNew = add(found, { category, info: { encoding }, ...program, ...origin }, bytes, text);
  if (isNew && text !== undefined && depth < DEEPEST) {
    addInner(found, { program: 'powershell', script: text }, origin, limit, depth + 1);
  }
}

function add(
  found: Collected,
  item: Omit<Found['item'], 'sha256' | 'size'>,
  bytes: Buffer,
  text: string | undefined,
): boolean {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (found.has(sha256)) return false;
  found.set(sha256, { item: { ...item, sha256, size: bytes.length }, bytes, text });
  return true;
}
