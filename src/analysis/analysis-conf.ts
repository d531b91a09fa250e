/** Section → key → value. Keys are in lower case; a value is the text as it stands, `%` and `#` in it included. */
export type Conf = Map<string, Map<string, string>>;

/**
 * Reads an INI file as Python's raw writer makes it: `key = value`, and lines that begin with a space or a tab go on
 * with the value before. Lines that are neither are left out.
 */
export function parseConf(text: string): Conf {
  const conf: Conf = new Map();
  let section: Map<string, string> | undefined;
  let lastKey: string | undefined;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    if (/^[ \t]/.test(line) && section !== undefined && lastKey !== undefined) {
      section.set(lastKey, `${section.get(lastKey)}\n${content}`);
    } else if (content.startsWith('[') && content.includes(']')) {
      const name = content.slice(1, content.indexOf(']'));
      section = conf.get(name) ?? new Map();
      conf.set(name, section);
      lastKey = undefined;
    } else {
      const at = content.search(/[=:]/);
      if (at <= 0 || section === undefined) continue;
      lastKey = content.slice(0, at).trim().toLowerCase();
      section.set(lastKey, content.slice(at + 1).trim());
    }
  }
  return conf;
}
