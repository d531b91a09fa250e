/** `00020906-0000-0000-c000-000000000046`; null where all is zero. */
export function guidText(bytes: Buffer): string | null {
  if (bytes.length < 16 || bytes.subarray(0, 16).every((byte) => byte === 0)) return null;
  const hex = (from: number, to: number) => bytes.toString('hex', from, to);
  const swapped = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).reverse().toString('hex');
  return `${swapped(0, 4)}-${swapped(4, 6)}-${swapped(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`;
}
