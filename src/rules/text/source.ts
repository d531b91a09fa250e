export interface Position {
  /** Offset in UTF-16 units. */
  offset: number;
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
}

/** A half-open range of offsets. */
export interface Span {
  start: number;
  end: number;
}

/** A text that knows where its lines begin. Lines end with LF, CRLF or CR. */
export class Source {
  readonly name: string;
  readonly text: string;
  #starts: number[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  #lineStarts(): number[] {
    if (this.#starts) return this.#starts;
    const starts = [0];
    const ends = /\r\n?|\n/g;
    while (ends.exec(this.text)) starts.push(ends.lastIndex);
    this.#starts = starts;
    return starts;
  }

  get lineCount(): number {
    return this.#lineStarts().length;
  }

  position(offset: number): Position {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low]!;
    // Counting characters of a line of megabytes for each of its tokens would be quadratic.
    const exact = offset - start <= 10_000;
    const column = exact ? countCharacters(this.text, start, offset) + 1 : offset - start + 1;
    return { offset, line: low + 1, column };
  }

  /** Where the line that holds `offset` begins and ends, without its line end. */
  lineSpan(offset: number): Span {
    const starts = this.#lineStarts();
    const { line } = this.position(offset);
    const start = starts[line - 1]!;
    let end = line < starts.length ? starts[line]! : this.text.length;
    while (end > start && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end -= 1;
    return { start, end };
  }
}

function countCharacters(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}
