import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function findChromium(): string | undefined {
  const named = process.env['OVOSCOPE_CHROMIUM'];
  return (named ? [named] : PLACES).find((path) => existsSync(path));
}

/** In CI as root, chromium is installed where it is missing. */
function installed(): string | undefined {
  const found = findChromium();
  if (found || process.env['CI'] !== 'true' || process.getuid?.() !== 0) return found;
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  return findChromium();
}

const path = installed();

/** The browser of these tests, if there is one. */
export const chromiumPath = path;

/** A suite that needs a browser: without one it fails in CI, and says elsewhere why it is skipped. */
export function describeBrowser(name: string, suite: () => void): void {
  if (path) describe(name, suite);
  else if (process.env['CI'] === 'true') {
    describe(name, (): void => {
      throw new Error(`none of ${PLACES.join(', ')} exists; install chromium or set OVOSCOPE_CHROMIUM`);
    });
  } else describe.skip(`${name} (no chromium; install it or set OVOSCOPE_CHROMIUM)`, suite);
}

/** A browser that finds no host, whatever a page asks for. */
export function launchOffline() {
  return chromium.launch({
    executablePath: path!,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND', '--no-first-run'],
  });
}
