export { windowsBasename as baseName } from '../util/text.ts';

/** Ending of a path's last component in lower case and without its dot; the empty string where there is none. */
export function extension(path: string): string {
  const dot = path.lastIndexOf('.');
  const separator = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return dot > separator + 1 ? path.slice(dot + 1).toLowerCase() : '';
}
