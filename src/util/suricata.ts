/** Text for `content:"…"` of a Suricata rule: whatever has a meaning there goes as hexadecimal. */
export function suricataContent(text: string): string {
  return text.replace(/[^A-Za-z0-9._/-]+/g, (run) => {
    const bytes = Buffer.from(run, 'utf8').toString('hex').toUpperCase();
    return `|${bytes.replace(/..(?=.)/g, '$& ')}|`;
  });
}

/** A hash of 32 bits (FNV-1a), for numbers that should follow from a text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
