import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Browsers with `DecompressionStream`, `light-dark()` and `<dialog>`. */
const target = ['chrome123', 'firefox121', 'safari17.5'];

/** Script and style of the HTML report, each as one text. */
export async function bundleReport() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { 'report-client': 'client/report.ts', report: 'styles/report.css' },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'ascii',
    target,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const text = (end) => result.outputFiles.find((file) => file.path.endsWith(end)).text;
  const script = text('.js');
  const style = text('.css');
  // Both stand inside the page: neither may close its element.
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style))
    throw new Error('the bundle would end its own element');
  return { script, style };
}

/** Writes report-client.js and report.css into `<outDir>/web`. */
export async function buildWeb(outDir) {
  const { script, style } = await bundleReport();
  const folder = join(outDir, 'web');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report-client.js'), script);
  await writeFile(join(folder, 'report.css'), style);
}
