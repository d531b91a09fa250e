import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export interface Assets {
  script: string;
  style: string;
  /** Source expression for the page's policy: `'sha256-…'`. */
  scriptHash: string;
}

let loaded: Promise<Assets> | undefined;

/** Script and style of the report: built ones beside the compiled package, made on the spot in a source tree. */
export function reportAssets(): Promise<Assets> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Assets> {
  const { script, style } = (await readBuilt()) ?? (await buildNow());
  const digest = createHash('sha256').update(script).digest('base64');
  return { script, style, scriptHash: `'sha256-${digest}'` };
}

async function readBuilt(): Promise<{ script: string; style: string } | undefined> {
  const folder = new URL('../../web/', import.meta.url);
  try {
    const [script, style] = await Promise.all([
      readFile(new URL('report-client.js', folder), 'utf8'),
      readFile(new URL('report.css', folder), 'utf8'),
    ]);
    return { script, style };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

async function buildNow(): Promise<{ script: string; style: string }> {
  const module = new URL('../../web/build.mjs', import.meta.url);
  const { bundleReport } = (await import(module.href)) as {
    bundleReport(): Promise<{ script: string; style: string }>;
  };
  return bundleReport();
}
