/** Remembers a choice where the browser lets a local file do so. */
export function write(name: string, value: string): void {
  try {
    localStorage.setItem(`ovoscope.${name}`, value);
  } catch {
    // Storage is forbidden here: the choice lasts as long as the page.
  }
}

export function read(name: string): string | undefined {
  try {
    return localStorage.getItem(`ovoscope.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}
