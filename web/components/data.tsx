import type { DataNode, DataSection, Fact, SampleView } from '../../src/report/view-model-types.ts';
import { FilterBox } from './lists.tsx';
import { count, Empty, Line, Text } from './text.tsx';

export function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div data-copy={fact.copy ? '' : undefined} class={fact.copy ? 'row' : undefined}>
          <dt>{fact.label}</dt>
          <dd>
            <Text value={fact.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Missing({ shown, total }: { shown: number; total: number }) {
  return shown < total ? (
    <p class="cap">
      Showing {count(shown)} of {count(total)}; report.json has them all.
    </p>
  ) : null;
}

/** Any value: records as pairs, lists of like records as tables. */
export function Data({ value }: { value: DataNode }) {
  switch (value.kind) {
    case 'text':
      return <Text value={value.value} />;
    case 'cut':
      return <span class="elided">… {value.what}; see report.json</span>;
    case 'list':
      return (
        <>
          <ul class="values">
            {value.items.map((item) => (
              <li class={item.kind === 'text' ? 'row' : undefined} data-copy={item.kind === 'text' ? '' : undefined}>
                <Data value={item} />
              </li>
            ))}
          </ul>
          <Missing shown={value.items.length} total={value.total} />
        </>
      );
    case 'record':
      return (
        <>
          <dl class="record">
            {value.fields.map((field) => (
              <div>
                <dt>
                  <Line value={field.name} />
                </dt>
                <dd>
                  <Data value={field.value} />
                </dd>
              </div>
            ))}
          </dl>
          <Missing shown={value.fields.length} total={value.total} />
        </>
      );
    case 'table':
      return (
        <div class="scroll-x">
          <table class="data">
            <thead>
              <tr>
                {value.columns.map((column) => (
                  <th>
                    <Line value={column} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr class="row" data-copy>
                  {row.map((cell) => (
                    <td>
                      {cell ? <Text value={cell} /> : null}
                      {cell?.fill === undefined ? null : (
                        <span class="meter" aria-hidden="true">
                          <span style={{ width: `${Math.round(cell.fill * 100)}%` }} />
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <Missing shown={value.rows.length} total={value.total} />
        </div>
      );
  }
}

export function Sample({ sample }: { sample: SampleView }) {
  return (
    <>
      <Empty why={sample.empty} />
      {sample.sections.length > 0 ? <FilterBox label="static findings" /> : null}
      <Facts facts={sample.facts} />
      <Sections sections={sample.sections} />
    </>
  );
}

export function Sections({ sections }: { sections: readonly DataSection[] }) {
  return (
    <>
      {sections.map((section) => (
        <details class="list" id={section.id} open={section.open}>
          <summary>
            <Line value={section.label} />
          </summary>
          <Data value={section.value} />
        </details>
      ))}
    </>
  );
}
