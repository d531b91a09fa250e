import type { Argument, Call, Process, Value } from '../plugin/container.ts';
import { writeJson } from '../report/json-writer.ts';
import { count } from '../report/view-model-text.ts';
import type { CliContext } from './context.ts';
import { pad, sampleText } from './text.ts';

const VALUE_LIMIT = 120;
const LINE_LIMIT = 1000;

/** One call as a line of JSON, with its process; integers of any size are exact. */
export function jsonLine({ process_id, process_name }: Process, call: Call): string {
  const plain = 'toJSON' in call && typeof call.toJSON === 'function' ? (call.toJSON() as Call) : call;
  let line = '';
  for (const piece of writeJson({ process_id, process_name, ...plain }, { indent: 0 })) line += piece;
  return `${line}\n`;
}

/** Calls as lines for people, below a headline for each process. */
export function textLines({ colors }: CliContext): (process: Process, call: Call) => string {
  let last: Process | undefined;
  return (process, call) => {
    const head = process === last ? '' : `${last === undefined ? '' : '\n'}${colors.bold(headline(process))}\n`;
    last = process;
    const { id, timestamp, category, api, status } = call;
    const time = timestamp.slice(11);
    const isDone = status === 'SUCCESS';
    const columns = [
      colors.dim(String(id).padStart(7)),
      time,
      colors.dim(pad(sampleText(category, 16), 12)),
      pad(sampleText(api, 60), 26),
      isDone ? 'ok  ' : colors.red('FAIL'),
      sampleText(call.pretty_return ?? call.return, 40),
    ];
    const repeated = call.repeated > 0 ? colors.dim(` ×${call.repeated + 1}`) : '';
    return `${head}${columns.join('  ')}  ${argumentsText(call.arguments)}${repeated}\n`;
  };
}

function headline({ process_name, process_id, calls, command_line }: Process): string {
  const command = command_line ? `  ${sampleText(command_line, 200)}` : '';
  return `${sampleText(process_name, 100)} (${process_id}), ${count(calls.length)} calls${command}`;
}

function argumentsText(list: readonly Argument[]): string {
  let text = '';
  for (const { name, value, pretty_value } of list) {
    if (text.length > LINE_LIMIT) return `${text} …`;
    text += `${text === '' ? '' : ' '}${sampleText(name, 60)}=${sampleText(pretty_value ?? valueText(value), VALUE_LIMIT)}`;
  }
  return text;
}

function valueText(value: Value): string {
  if (typeof value === 'string') return value === '' || /\s/.test(value) ? `"${value}"` : value;
  if (typeof value !== 'object' || value === null) return String(value);
  let text = '';
  for (const piece of writeJson(value, { indent: 0 })) text += piece;
  return text;
}
