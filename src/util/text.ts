/** Last component of a Windows path; both slashes separate, and a trailing slash is ignored. */
export function windowsBasename(path: string): string {
  const trimmed = path.replace(/[\\/]+$/, '');
  return trimmed.slice(Math.max(trimmed.lastIndexOf('\\'), trimmed.lastIndexOf('/')) + 1);
}
