import type { Capped, ProcessView, Severity, Shown } from '../../src/report/view-model-types.ts';

const GLYPH = /(⟦U\+[0-9A-F]{4,6}⟧)/;

/** `1,234,567`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Text with the glyphs of unprintable characters set apart. */
function glyphs(text: string) {
  if (!text.includes('⟦')) return text;
  return text.split(GLYPH).map((part, i) => (i % 2 === 1 ? <b class="u">{part}</b> : part));
}

function Piece({ text, shown }: { text: string; shown: Shown }) {
  return (
    <bdi class="s" dir="ltr" data-df={shown.defanged ? (shown.raw ?? '') : undefined}>
      {glyphs(text)}
    </bdi>
  );
}

/** Text of the sample, with the part behind "show more". Not for places that hold only a line: see `Line`. */
export function Text({ value }: { value: Shown }) {
  const more = (value.rest?.length ?? 0) + (value.hidden ?? 0);
  if (more === 0) return <Piece text={value.text} shown={value} />;
  return (
    <>
      <Piece text={value.text} shown={value} />
      {value.rest ? (
        <details class="more">
          <summary>
            <span>show {count(value.rest.length)} more</span>
          </summary>
          <Piece text={value.rest} shown={value} />
          {value.hidden ? <Elided count={value.hidden} /> : null}
        </details>
      ) : (
        <Elided count={value.hidden ?? 0} />
      )}
    </>
  );
}

function Elided({ count: characters }: { count: number }) {
  return <span class="elided">… {count(characters)} more characters in report.json</span>;
}

/** The beginning of a text, on one line. */
export function Line({ value }: { value: Shown }) {
  return (
    <>
      <Piece text={value.text} shown={value} />
      {value.rest || value.hidden ? <span class="elided">…</span> : null}
    </>
  );
}

export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span class={`sev sev-${severity.key}`}>
      <i aria-hidden="true">{severity.shape}</i>
      {severity.word}
    </span>
  );
}

/** Says how much of a list is here, where it is not all of it. */
export function CapNote({ list, what }: { list: Capped<unknown>; what: string }) {
  if (list.items.length >= list.total) return null;
  return (
    <p class="cap">
      Showing {count(list.items.length)} of {count(list.total)} {what}; report.json has them all.
    </p>
  );
}

export function Empty({ why }: { why: string | undefined }) {
  return why ? <p class="empty">{why}</p> : null;
}

/** Links to processes: selecting one filters the page. */
export function ProcessChips({
  of,
  processes,
}: {
  of: readonly number[] | undefined;
  processes: readonly ProcessView[];
}) {
  if (!of || of.length === 0) return null;
  return (
    <span class="chips">
      {of.slice(0, 6).map((index) => (
        <ProcessChip process={processes[index]} />
      ))}
      {of.length > 6 ? <span class="elided">+{of.length - 6}</span> : null}
    </span>
  );
}

export function ProcessChip({ process }: { process: ProcessView | undefined }) {
  if (!process) return null;
  return (
    <a class={`pc hue-${process.hue}`} href={`#p=${process.index}`} data-process={process.index}>
      <Line value={process.name} /> <span class="pid">{process.pid}</span>
    </a>
  );
}

/** What rows carry so that selecting a process can hide them: `data-p="0 3"`. */
export function processData(processes: readonly number[] | undefined): string | undefined {
  return processes && processes.length > 0 ? processes.join(' ') : undefined;
}
