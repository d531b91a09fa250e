import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { viewLimits } from '../../src/report/limits.ts';
import { show } from '../../src/report/view-model-text.ts';
import { Line, Text } from './text.tsx';

const shown = (text: string, kind?: 'text') => show(text, { ...viewLimits('full', 1e6), text: 40, textMax: 100 }, kind);

describe('text of the sample', () => {
  it('is escaped, isolated, and has its glyphs set apart', () => {
    expect(renderToString(<Text value={shown('<b>"\u202ea')} />)).toBe(
      '<bdi class="s" dir="ltr">&lt;b>&quot;<b class="u">⟦U+202E⟧</b>a</bdi>',
    );
  });

  it('shows its beginning, the rest on request, and says what is not there', () => {
    const html = renderToString(<Text value={shown('a'.repeat(5_000))} />);
    expect(html).toContain('show 60 more');
    expect(html).toContain('… 4,900 more characters in report.json');
    expect(html.match(/a{40,}/g)!.map((run) => run.length)).toEqual([40, 60]);
  });

  it('on one line has no button', () => {
    expect(renderToString(<Line value={shown('a'.repeat(5_000))} />)).not.toContain('<details');
  });

  it('carries its raw form only where brackets alone would not give it back', () => {
    expect(renderToString(<Text value={shown('http://a.example', 'text')} />)).toMatch(/ data-df>/);
    expect(renderToString(<Text value={shown('http://a.example [.]', 'text')} />)).toContain(
      'data-df="http://a.example [.]"',
    );
    expect(renderToString(<Text value={shown('plain', 'text')} />)).not.toContain('data-df');
  });
});
