import { type Exporter, leftOutText } from './types.ts';

const file = 'blacklist.txt';

/** One value a line; the last line is a comment that says what was left out. */
export const plainExporter: Exporter = {
  files: [file],
  async *write(entries, { leftOut, comments }) {
    for await (const { value } of entries) yield { file, text: `${value}\n` };
    if (comments) yield { file, text: `# left out: ${leftOutText(leftOut)}\n` };
  },
};
