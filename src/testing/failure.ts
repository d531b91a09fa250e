/** A failed check. Runners show `actual` and `expected` side by side where they are there. */
export class CheckFailed extends Error {
  readonly actual?: unknown;
  readonly expected?: unknown;

  constructor(message: string, { cause, ...sides }: { actual?: unknown; expected?: unknown; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CheckFailed';
    Object.assign(this, sides);
  }
}

/** A value in a message, on one line and not longer than a reader wants. */
export function shown(value: unknown): string {
  let plain: string;
  try {
    plain =
      JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)) ??
      String(value);
  } catch {
    plain = String(value);
  }
  return plain.length > 400 ? `${plain.slice(0, 400)}… (${plain.length} characters)` : plain;
}
